// Saves typing: reads the code out of the link, scans with the camera, takes dropped files. Every page works without it.
"use strict";

(function () {
  const byID = (id) => document.getElementById(id);
  const say = (text) => { const status = byID("status"); if (status) { status.textContent = text; } };
  const show = (id) => { const element = byID(id); if (element) { element.hidden = false; } return element; };

  // A second click must not ask a second time.
  for (const form of document.forms) {
    // What opens beside the page leaves the page as it is.
    if (form.target === "_blank") { continue; }
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

  function submitCode(text) {
    byID("digits").value = text;
    codeForm.requestSubmit();
  }

  // The token stands behind `#`, so that it reaches no server's log; it goes to the server in the body of a form. The
  // address is cleared first: the way back must not lead here again.
  function readFragment() {
    const digits = /^#([0-9]{20,})/.exec(window.location.hash);
    if (!codeForm || !digits) { return; }
    window.history.replaceState(null, "", window.location.pathname);
    submitCode(digits[1]);
  }
  window.addEventListener("hashchange", readFragment);

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
      fileForm.requestSubmit();
    });
    byID("photo").addEventListener("change", (event) => {
      if (event.target.files.length === 1) { byID("photo-form").requestSubmit(); }
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
