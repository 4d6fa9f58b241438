// Saves the way to the server and back: ticks domains, fills in days, warns before the session ends. Every page works
// without it.
"use strict";

(function () {
  const byID = (id) => document.getElementById(id);

  // The form. Its helping buttons send it where there is no script.
  const form = byID("order-form");
  const boxes = form ? [...form.querySelectorAll("input[type=checkbox][data-label]")] : [];
  if (boxes.length > 0) {
    const lastDay = byID("to").max;
    const chosen = () => { const some = boxes.filter((box) => box.checked); return some.length > 0 ? some : boxes; };
    const reach = () => chosen().map((box) => box.dataset.through).filter((day) => day).sort()[0] || lastDay;

    // The day after the same day so many years before; of a 29 February that this year does not have, the day before
    // 1 March stands for it.
    const first = (years, last) => {
      const [year, month, day] = last.split("-").map(Number);
      const before = new Date(Date.UTC(year - years, month - 1, day));
      if (before.getUTCMonth() !== month - 1) { before.setUTCDate(0); }
      before.setUTCDate(before.getUTCDate() + 1);
      return before.toISOString().slice(0, 10);
    };
    const fill = (years) => {
      byID("to").value = reach();
      byID("from").value = first(years, reach());
    };
    const tell = () => {
      const day = reach();
      const isLast = chosen().some((box) => box.dataset.through > day);
      const ending = chosen().filter((box) => isLast && box.dataset.through === day)
        .map((box) => box.dataset.label + (box.dataset.sources ? `（${box.dataset.sources}）` : ""));
      byID("reach").textContent = ending.length === 0 ? `所选领域的数据都归集至${day}。`
        : `所选领域的数据都归集到的最后一天是${day}，到此为止的是：${ending.join("、")}。`;
      const without = chosen().filter((box) => !box.dataset.through).map((box) => box.dataset.label);
      byID("without").hidden = without.length === 0;
      byID("without-domains").textContent = without.join("、");
    };
    const help = (button) => {
      const tick = (test) => boxes.forEach((box) => { box.checked = test(box); });
      if (button.name === "select") { tick(() => button.value === "all"); }
      if (button.name === "group") {
        const group = [...button.closest(".group").querySelectorAll("input[type=checkbox]")];
        const all = group.every((box) => box.checked);
        group.forEach((box) => { box.checked = !all; });
      }
      if (button.name === "preset") {
        const keys = button.dataset.domains.split(" ");
        tick((box) => keys[0] === "all" || keys.includes(box.id.slice("domain-".length)));
        byID("use").value = button.dataset.use;
      }
      if (button.dataset.years) { fill(Number(button.dataset.years)); }
      tell();
    };
    form.addEventListener("click", (event) => {
      const button = event.target.closest("button[formnovalidate]");
      if (button) { event.preventDefault(); help(button); }
    });
    for (const box of boxes) { box.addEventListener("change", tell); }
  }

  // Files that are too large are told when they are chosen, and not after minutes of sending.
  for (const field of document.querySelectorAll("input[type=file][data-largest]")) {
    field.addEventListener("change", () => {
      const megabytes = Number(field.dataset.largest);
      const fits = [...field.files].every((file) => file.size <= megabytes * 1048576);
      field.setCustomValidity(fits ? "" : `附件不能超过${megabytes}MB，请重新选择。`);
      field.reportValidity();
    });
  }

  // The session. Its end is reckoned from a point in time: a phone that sleeps stops no clock.
  const session = byID("session");
  if (session) {
    const warnedBefore = 180;
    let end = Date.now() + Number(session.dataset.seconds) * 1000;
    const warning = byID("session-warning");
    const look = () => {
      const left = Math.ceil((end - Date.now()) / 1000);
      warning.hidden = left > warnedBefore;
      byID("session-stay").hidden = left <= 0;
      byID("session-left").textContent = left > 0
        ? `还有${left > 90 ? `${Math.ceil(left / 60)}分钟` : `${left}秒`}将自动退出。`
        : "已自动退出。提交后请由同一主体重新登录，填写的内容会保留。";
    };
    byID("session-stay").addEventListener("click", async () => {
      try {
        const answer = await fetch("/self/session", { cache: "no-store" });
        if (!answer.ok) { throw new Error(answer.statusText); }
        end = Date.now() + Number(await answer.text()) * 1000;
      } catch (error) {
        byID("session-left").textContent = "没有连接上，请稍后再试。";
        return;
      }
      look();
    });
    window.setInterval(look, 5000);
    document.addEventListener("visibilitychange", look);
    look();
  }
})();
