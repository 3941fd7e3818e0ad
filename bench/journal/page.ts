import { type Contender, MODULES } from "./contender.ts";
import { ours } from "./ours.ts";
import { rival } from "./rival.ts";

const nextTask = () => {
  const { port1, port2 } = new MessageChannel();
  return new Promise<void>((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
};

let contender: Contender | undefined;
let last = { module: 0, cutoff: 0 };

window.journalPage = {
  async prepare(name, keeps) {
    contender = await (name === "ours" ? ours(keeps) : rival(keeps));
  },
  async run(changes) {
    for (let change = 1; change <= changes; change++) {
      last = { module: 1 + ((change * 37) % MODULES), cutoff: 100 + change };
      await contender?.change(last.module, last.cutoff);
      await nextTask();
    }
    await contender?.close();
  },
  async holds() {
    return (await contender?.comesBack(last.module)) === last.cutoff;
  },
};
