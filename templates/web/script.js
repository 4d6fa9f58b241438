// Saves typing: reads the code out of the link, scans with the camera, takes dropped files. Every page works without it.
"use strict";

(function () {
  const byID = (id) => document.getElementById(id);
  const say = (text) => { const status = byID("status"); if (status) { status.textContent = text; } };
  const show = (id) => { const element = byID(id); if (element) { element.hidden = false; } return element; };

  // A second click must not ask a second time.
  for (const form of document.forms) {
    // What opens beside the page leaves the page as it is; a digest is computed before its form is sent.
    if (form.target === "_blank" || form.id === "digest-form") { continue; }
    form.addEventListener("submit", () => {
      say("正在核验，请稍候……");
      // After the form was read: a disabled button's own value would not be sent.
      window.setTimeout(() => {
        for (const button of form.querySelectorAll("button[type=submit]")) { button.disabled = true; }
      }, 0);
    });
  }
  // Coming back by the browser's own button finds the forms usable.
  window.addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("button[disabled]")) { button.disabled = false; }
    say("");
    readFragment();
  });

  const print = show("print");
  if (print) { print.addEventListener("click", () => window.print()); }

  const codeForm = byID("code-form");

  // Safari 15 has no requestSubmit.
  function submit(form) {
    if (form.requestSubmit) { form.requestSubmit(); } else { form.submit(); }
  }

  // A page without the form, such as a verdict, gets one: the next code replaces it.
  function submitCode(text) {
    if (codeForm) {
      byID("digits").value = text;
      submit(codeForm);
      return;
    }
    const form = document.createElement("form");
    form.method = "post";
    form.action = "/v";
    form.hidden = true;
    const field = document.createElement("textarea");
    field.name = "digits";
    field.value = text;
    form.append(field);
    document.body.append(form);
    form.submit();
  }

  // The token stands behind `#`, so that it reaches no server's log; it goes to the server in the body of a form. The
  // address is cleared: the way back must not lead here again.
  function readFragment() {
    const link = window.location.href;
    if (window.location.pathname !== "/v" || !/[0-9]{20,}/.test(window.location.hash)) { return; }
    submitCode(link);
    window.history.replaceState(null, "", window.location.pathname);
  }
  window.addEventListener("hashchange", readFragment);

  // A scanner that types like a keyboard: a link or digits, faster than a hand, and Enter. Whatever has the focus, it is the
  // next code.
  const slowest = 80;
  let typed = "";
  let last = 0;
  window.addEventListener("keydown", (event) => {
    if (event.timeStamp - last > slowest) { typed = ""; }
    last = event.timeStamp;
    if (event.key.length === 1) {
      typed += event.key;
    } else if (event.key === "Enter" && typed.replace(/[^0-9]/g, "").length >= 100) {
      event.preventDefault();
      submitCode(typed);
    }
  }, true);

  // Files dropped anywhere on the page.
  const fileForm = byID("file-form");
  if (fileForm) {
    const drop = byID("drop");
    const file = byID("file");
    show("drop-hint");
    let depth = 0;
    const mark = (change) => { depth = Math.max(0, depth + change); drop.classList.toggle("over", depth > 0); };
    window.addEventListener("dragenter", (event) => { event.preventDefault(); mark(1); });
    window.addEventListener("dragover", (event) => event.preventDefault());
    window.addEventListener("dragleave", () => mark(-1));
    window.addEventListener("drop", (event) => {
      event.preventDefault();
      mark(-depth);
      const files = event.dataTransfer ? event.dataTransfer.files : [];
      if (files.length !== 1) {
        say("请一次拖放一个文件。");
        return;
      }
      file.files = files;
      submit(fileForm);
    });
    byID("photo").addEventListener("change", (event) => {
      if (event.target.files.length === 1) { submit(byID("photo-form")); }
    });
  }

  // A file that is compared without being sent: its SHA-256 goes to the server, with number and check code. The field of the
  // file has no name, so no browser sends it. Web cryptography is there on https and on this machine only.
  const digestForm = byID("digest-form");
  if (digestForm && window.crypto && window.crypto.subtle) {
    digestForm.hidden = false;
    digestForm.addEventListener("submit", async (event) => {
      event.preventDefault();
      const file = byID("digest-file").files[0];
      if (!file) { return; }
      const button = digestForm.querySelector("button[type=submit]");
      button.disabled = true;
      say("正在计算文件的指纹，请稍候……");
      try {
        const digest = await window.crypto.subtle.digest("SHA-256", await file.arrayBuffer());
        byID("digest-value").value = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
      } catch (error) {
        say("无法读取文件。请重新选择文件，或者上传文件核验。");
        button.disabled = false;
        return;
      }
      digestForm.submit();
    });
  }

  // The camera, where the browser reads QR codes itself.
  const canScan = codeForm && "BarcodeDetector" in window && navigator.mediaDevices && navigator.mediaDevices.getUserMedia;
  if (canScan) {
    window.BarcodeDetector.getSupportedFormats().then((formats) => {
      if (formats.includes("qr_code")) { show("camera-actions"); }
    }, () => {});

    const video = byID("camera-video");
    let stream = null;
    const close = () => {
      if (stream) { stream.getTracks().forEach((track) => track.stop()); }
      stream = null;
      byID("camera").hidden = true;
    };
    byID("camera-close").addEventListener("click", () => { close(); say(""); byID("camera-open").focus(); });
    window.addEventListener("pagehide", close);

    byID("camera-open").addEventListener("click", async () => {
      if (stream) { return; }
      try {
        stream = await navigator.mediaDevices.getUserMedia({
          video: { facingMode: "environment", width: { ideal: 1920 } }, audio: false });
      } catch (error) {
        say("无法使用摄像头。请允许本网站使用摄像头，或者上传二维码的照片。");
        return;
      }
      show("camera");
      video.srcObject = stream;
      await video.play();
      say("请将二维码对准摄像头。");
      const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
      while (stream) {
        let found = [];
        try { found = await detector.detect(video); } catch (error) { found = []; }
        const code = found.map((item) => item.rawValue).find((text) => /\/v[#/?]|^[0-9]{20,}$/.test(text));
        if (code && stream) {
          close();
          submitCode(code);
          return;
        }
        if (found.length > 0) { say("这不是报告上的核验二维码。"); }
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    });
  }
})();
