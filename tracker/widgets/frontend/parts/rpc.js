// Requests to the kernel, each with its number; an answer that comes late is still heard.

const PATIENCE_MS = 5000;

/**
 * @param {import("@anywidget/types").AnyModel} model
 *
 * ask(message, { heard, silent }): heard(answer, buffers) when the answer comes, silent() when it
 * has not come in time or the kernel cannot be reached at all.
 */
export function rpcClient(model) {
  const waiting = new Map();
  // Another window on the same kernel hears the answers too; its numbers must differ.
  let last = Date.now();

  /**
   * @param {any} message
   * @param {DataView[]} buffers
   */
  const hear = (message, buffers) => {
    const asked = message.type === "reply" && waiting.get(message.request);
    if (!asked) return;
    waiting.delete(message.request);
    clearTimeout(asked.timer);
    asked.heard(message, buffers ?? []);
  };
  model.on("msg:custom", hear);

  return {
    /**
     * @param {Record<string, unknown>} message
     * @param {{ heard: (answer: any, buffers: DataView[]) => void, silent: () => void }} hearers
     */
    ask(message, { heard, silent }) {
      last += 1;
      const timer = setTimeout(silent, PATIENCE_MS);
      waiting.set(last, { heard, timer });
      try {
        model.send({ ...message, request: last });
      } catch {
        waiting.delete(last);
        clearTimeout(timer);
        silent();
      }
    },
    stop() {
      model.off("msg:custom", hear);
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}

/**
 * Ask for something that is not a save; what goes wrong is said on the status line, or where the
 * request wants it said: a dialog hides the page's own line.
 *
 * @param {ReturnType<typeof rpcClient>} rpc
 * @param {ReturnType<typeof import("./status.js").statusLine>} status
 */
export function askWithStatus(rpc, status) {
  /**
   * @param {Record<string, unknown>} message
   * @param {{
   *   done: (answer: any, buffers: any) => void,
   *   problems?: (problems: Record<string, string>) => void,
   *   aloud?: any,
   * }} hearers
   */
  return (message, { done, problems = () => {}, aloud = status }) => {
    const silent = () =>
      aloud.say("The kit does not answer. Nothing is lost; try again in a moment.", {
        tone: "failed",
      });
    /**
     * @param {any} answer
     * @param {DataView[]} buffers
     */
    const heard = (answer, buffers) => {
      if (answer.outcome === "done") done(answer, buffers);
      else if (answer.outcome === "problems") problems(answer.problems);
      else aloud.refuse(answer);
    };
    rpc.ask(message, { heard, silent });
  };
}
