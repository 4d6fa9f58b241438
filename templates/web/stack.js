// Sends a stack of reports one file after the other and says how far it is; the table is then shown by the server. Without it
// the form sends all of them at once.
"use strict";

(function () {
  const byID = (id) => document.getElementById(id);
  const form = byID("stack-form");
  const most = Number(form.dataset.most);
  const largest = Number(form.dataset.bytes);
  const atOnce = 2;
  const tries = 12;
  // Dropped files, which no field holds.
  let dropped = [];
  let isStopped = false;

  const say = (text) => { byID("status").textContent = text; };
  const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  // Somebody who stops does not wait for a service that is busy.
  async function waitForTurn(seconds, isLast) {
    for (let left = seconds; left > 0 && (isLast || !isStopped); left -= 0.25) { await wait(Math.min(left, 0.25)); }
  }
  byID("stack-drop-hint").hidden = false;
  byID("stack-folder").hidden = !("webkitdirectory" in byID("stack-folder-files"));

  function filesOf() {
    return [...byID("stack-files").files, ...byID("stack-folder-files").files, ...dropped]
      // What systems leave in folders.
      .filter((file) => !file.name.startsWith(".") && !/^(thumbs\.db|desktop\.ini)$/i.test(file.name));
  }

  // A folder says its entries in portions, until there are none.
  async function entriesOf(folder) {
    const reader = folder.createReader();
    const all = [];
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0) { return all; }
      all.push(...some);
    }
  }

  async function filesIn(entry) {
    if (entry.isFile) { return [await new Promise((resolve, reject) => entry.file(resolve, reject))]; }
    const files = [];
    for (const inner of await entriesOf(entry)) { files.push(...await filesIn(inner)); }
    return files;
  }

  const drop = byID("stack-drop");
  let depth = 0;
  const mark = (change) => { depth = Math.max(0, depth + change); drop.classList.toggle("over", depth > 0); };
  window.addEventListener("dragenter", (event) => { event.preventDefault(); mark(1); });
  window.addEventListener("dragover", (event) => event.preventDefault());
  window.addEventListener("dragleave", () => mark(-1));
  window.addEventListener("drop", async (event) => {
    event.preventDefault();
    mark(-depth);
    const items = [...(event.dataTransfer ? event.dataTransfer.items : [])].filter((item) => item.kind === "file");
    const entries = items.map((item) => (item.webkitGetAsEntry ? item.webkitGetAsEntry() : null));
    const plain = event.dataTransfer ? [...event.dataTransfer.files] : [];
    try {
      const found = entries.length > 0 && entries.every((entry) => entry)
        ? (await Promise.all(entries.map(filesIn))).flat() : plain;
      dropped.push(...found);
      say(`已选择${filesOf().length}个文件。`);
    } catch (error) {
      say("拖放的文件夹无法读取，请用“选择文件”。");
    }
  });

  for (const id of ["stack-files", "stack-folder-files"]) {
    byID(id).addEventListener("change", () => say(`已选择${filesOf().length}个文件。`));
  }

  // One thing that is given: a file, or lines of the list; or names of files, and lines, that are not sent.
  function body(task, stack) {
    const data = new FormData();
    if (stack) {
      data.append("stack", stack);
    } else {
      data.append("agency", byID("stack-agency").value);
      data.append("total", String(task.total));
    }
    data.append("place", String(task.place));
    if (task.list !== undefined) { data.append("list", task.list); }
    if (task.reason) {
      data.append("unsent", (task.names || [task.file.name]).map((name) => name.replace(/\s+/g, " ")).join("\n"));
      data.append("reason", task.reason);
    } else if (task.file) {
      data.append("file", task.file, task.file.name);
    }
    return data;
  }

  // The answer; null where the service answers something else than a row.
  async function send(task, stack) {
    const isLast = task.reason === "stopped";
    for (let attempt = 0; attempt < tries && (isLast || !isStopped); attempt += 1) {
      let response;
      try { response = await fetch("/stack/rows", { method: "POST", body: body(task, stack) }); } catch (error) {
        await waitForTurn(2, isLast);
        continue;
      }
      if (response.ok) { return response.json(); }
      if (response.status !== 429 && response.status !== 503) { return null; }
      const seconds = Math.min(60, Number(response.headers.get("Retry-After")) || 5);
      byID("stack-count").textContent = `核验较多，${seconds}秒后继续……`;
      await waitForTurn(seconds, isLast);
    }
    return null;
  }

  function usable(isUsable) {
    for (const button of form.querySelectorAll("button[type=submit]")) { button.disabled = !isUsable; }
    byID("stack-progress").hidden = isUsable;
    byID("stack-stop").hidden = isUsable;
  }

  // The tasks that were left when somebody stopped, as few requests as their places allow.
  function stoppedTasks(tasks) {
    const stopped = [];
    for (const task of [...tasks].sort((one, other) => one.place - other.place)) {
      let last = stopped[stopped.length - 1];
      if (!last || last.place + last.names.length !== task.place) {
        last = { place: task.place, names: [], reason: "stopped" };
        stopped.push(last);
      }
      if (task.list === undefined) { last.names.push(task.file.name); } else { last.list = task.list; }
    }
    return stopped;
  }

  async function verify(tasks, count) {
    let stack = null;
    let done = 0;
    let problems = 0;
    const show = () => {
      byID("stack-bar").max = count;
      byID("stack-bar").value = done;
      byID("stack-count").textContent = `已核验${done}份，共${count}份` + (problems > 0 ? `，其中${problems}份须留意` : "");
    };
    const take = async (task) => {
      let answer = await send(task, stack);
      // What could not be sent is a row that says so.
      if (!answer && !isStopped && task.file && !task.reason) {
        answer = await send({ place: task.place, total: count, file: task.file, reason: "network" }, stack);
      }
      if (!answer) { return false; }
      stack = answer.stack;
      problems = answer.problems;
      done += task.size || 1;
      show();
      return true;
    };
    show();
    // The first one begins the stack; the others are sent side by side.
    const queue = [...tasks];
    if (!await take(queue.shift())) { return { stack, isWhole: false }; }
    const left = [];
    const work = async () => {
      while (queue.length > 0 && !isStopped) {
        const task = queue.shift();
        if (!await take(task)) { left.push(task); }
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    left.push(...queue);
    // The table must not pass for the whole. Where even this cannot be sent, the server knows how many were to come.
    if (isStopped) { for (const task of stoppedTasks(left)) { await send(task, stack); } }
    return { stack, isWhole: left.length === 0 };
  }

  byID("stack-stop").addEventListener("click", () => { isStopped = true; });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const files = filesOf();
    const list = byID("stack-list").value;
    const lines = list.split(/\r\n|\r|\n/).filter((line) => /[^\s,，;；、]/.test(line)).length;
    const count = files.length + lines;
    if (count === 0 || count > most) {
      say(count === 0 ? "请选择文件，或者填写清单。" : `共${count}份，一次最多核验${most}份，请分批提交。`);
      window.setTimeout(() => usable(true), 10);
      return;
    }
    isStopped = false;
    window.setTimeout(() => usable(false), 10);
    say("正在核验，请不要关闭本页……");
    const tasks = files.map((file, place) => ({ place, total: count, file, reason: file.size > largest ? "size" : null }));
    if (lines > 0) { tasks.push({ place: files.length, total: count, list, size: lines }); }
    const { stack, isWhole } = await verify(tasks, count);
    if (stack && (isWhole || isStopped)) {
      window.location.assign(`/stack/${stack}`);
      return;
    }
    usable(true);
    const nothing = isStopped ? "已停止，没有核验任何一份。" : "未能核验：服务没有应答或者拒绝了提交的内容。请稍后重试。";
    say(stack ? "" : nothing);
    if (stack) {
      const link = document.createElement("a");
      link.href = `/stack/${stack}`;
      link.textContent = "部分报告未能提交。查看已核验的结果";
      byID("status").append(link);
    }
  });
})();
