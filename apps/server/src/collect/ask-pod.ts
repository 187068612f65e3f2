/** Asks pods, by the closed list of signals and in no other way. */
import type { ApiClient, StreamedAnswer } from '../kubernetes/client.ts';
import { type Outcome, success } from '../kubernetes/outcome.ts';
import { openLog } from '../kubernetes/pod-log.ts';
import { askThroughProxy } from '../kubernetes/pod-proxy.ts';
import { askThroughForward } from '../kubernetes/port-forward-http.ts';
import { limitAnswer } from './ask-pod-limits.ts';
import type { AskedPod, AskPod } from './pod-answer.ts';
import { type Component, SIGNALS, type Signal, type Way } from './signals.ts';

type Ask = (
  client: ApiClient,
  signal: Signal,
  pod: AskedPod,
  abort: AbortSignal,
) => Promise<Outcome<Pick<StreamedAnswer, 'status' | 'body'>>>;

/** The container that writes a component's log. */
const CONTAINERS: Readonly<Record<Component, string>> = {
  istiod: 'discovery',
  ztunnel: 'istio-proxy',
  waypoint: 'istio-proxy',
  gateway: 'istio-proxy',
  cni: 'install-cni',
};

const TAIL_LINES = 2000;
/** What failed an hour ago and not since is no failure any more. */
const SINCE_SECONDS = 3600;

const WAYS: Readonly<Record<Way, Ask>> = {
  proxy: (client, { port, path, timeoutMs }, pod, abort) =>
    askThroughProxy(client, pod, { port, path, timeoutMs, signal: abort }),
  forward: (client, { port, path, timeoutMs }, pod, abort) =>
    askThroughForward(client, pod, { port, path, timeoutMs, signal: abort }),
  async log(client, { component, limitBytes, timeoutMs }, pod, abort) {
    const container = CONTAINERS[component];
    const opened = await openLog(client, pod, {
      container,
      tailLines: TAIL_LINES,
      sinceSeconds: SINCE_SECONDS,
      limitBytes,
      timeoutMs,
      signal: abort,
    });
    return opened.ok ? success({ status: 200, body: opened.value }) : opened;
  },
};

/**
 * Makes the function that asks one pod. The signal's limit and time hold for the whole answer; its body fails with an
 * `AnswerCut`. Nothing stays open after an answer was read, destroyed or given up. Throws for an address that no signal has.
 */
export function createAskPod(client: ApiClient): AskPod {
  return async (signal, pod, options = {}) => {
    if (!isListed(signal)) throw new Error(`No signal asks ${signal.component} for ${signal.port}${signal.path}.`);
    const limits = limitAnswer(signal, pod, options.signal);
    const answer = await WAYS[signal.way](client, signal, pod, limits.abort);
    if (!answer.ok) return limits.fail(answer);
    return success({ status: answer.value.status, body: limits.hold(answer.value.body, client) });
  };
}

/** The address is what is listed; its limits may be others. */
function isListed({ component, way, port, path }: Signal): boolean {
  return SIGNALS.some((s) => s.component === component && s.way === way && s.port === port && s.path === path);
}
