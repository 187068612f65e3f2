/** For tests: pods that answer what they are told to, and a reader that reads in place. */
import { Readable } from 'node:stream';
import { normalizeReading } from '@hopscope/core';
import { failure, type Outcome, success } from '../kubernetes/outcome.ts';
import type { AnswerReader } from './answer-reader.ts';
import type { AskPod, PodAnswer } from './pod-answer.ts';
import type { Signal } from './signals.ts';

export interface FakeComponents {
  ask: AskPod;
  reader: AnswerReader;
  /** Every question so far, `source namespace/pod`. */
  asked: string[];
  /** What a pod answers; a text, or a failure. */
  answer: (signal: Signal, pod: string) => string | Outcome<PodAnswer>;
}

/** What a healthy component says, in as few words as it takes. */
const WORDS: Readonly<Record<string, string>> = {
  'ztunnel-ready': 'ready\n',
  'ztunnel-metrics': 'workload_manager_active_proxy_count 1\n',
  'istiod-version': '{"version":"1.31.0"}',
  'istiod-metrics': 'pilot_xds 1\n',
  'cni-ready': 'ok',
  'istiod-ready': '',
  'cni-metrics': 'ztunnel_connected 1\n',
  'waypoint-metrics': 'envoy_server_live 1\n',
  'gateway-metrics': 'envoy_server_live 1\n',
  'istiod-syncz': '[]',
  'istiod-mesh': '{"rootNamespace":"istio-system"}',
  'ztunnel-config': '{"workloads":[],"services":[],"policies":[]}',
  'waypoint-clusters': '{"cluster_statuses":[]}',
};

/** Everybody answers well. */
export function fakeComponents(): FakeComponents {
  const fake: FakeComponents = {
    asked: [],
    answer: ({ source }) => WORDS[source] ?? '2026-11-20T10:00:00.000000Z\tinfo\tup\n',
    ask: async (signal, pod, { signal: abort } = {}) => {
      const name = `${pod.namespace}/${pod.name}`;
      fake.asked.push(`${signal.source} ${name}`);
      await new Promise((done) => setTimeout(done, 1));
      if (abort?.aborted) return failure('aborted', 'given up');
      const answer = fake.answer(signal, name);
      return typeof answer === 'string' ? success({ status: 200, body: Readable.from([Buffer.from(answer)]) }) : answer;
    },
    reader: {
      async read({ source }, pod, { body }, { at }) {
        let text = '';
        for await (const chunk of body) text += String(chunk);
        const reading = normalizeReading({ source, pod: `${pod.namespace}/${pod.name}`, at, text });
        return { reading, bytes: text.length, cpuMs: 1 };
      },
      close: async () => {},
    },
  };
  return fake;
}
