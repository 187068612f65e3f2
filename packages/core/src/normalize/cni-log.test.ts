import { expect, test } from 'vitest';
import { readCniLine } from './cni-log.ts';
import { readLine } from './log-lines.ts';

const say = (text: string) => readCniLine(readLine(`2026-11-20T09:59:01.000000Z\t${text}`, ''));

test.each([
  [
    'error\tambient\tpartial add error: no ztunnel connection\tns=shop name=a',
    { kind: 'ztunnel-missing', name: 'shop/a' },
  ],
  [
    "warn\tambient\tcan't find netns for pod, this is ok if this is a newly created pod\tpod=shop/a",
    { kind: 'namespace-missing', name: 'shop/a' },
  ],
  [
    'error\tambient\tfailed to add pod to ipset, pod will fail healthchecks\tns=shop pod=a',
    { kind: 'probe-set-failed', name: 'shop/a' },
  ],
  [
    'error\tambient\tfailed to reconcile inpod rules for pod shop/a: iptables-restore failed',
    { kind: 'rules-failed', name: 'shop/a' },
  ],
  [
    'info\tinstall\tDetected changes to the node-level CNI setup, checking to see if configs or binaries need redeploying',
    { kind: 'config-reinstalled' },
  ],
])('%s', (text, expected) => {
  expect(say(text)).toMatchObject(expected);
});

test('what is well is not kept', () => {
  expect(say('info\tambient\tnode agent handling CNI events')).toBeNull();
});
