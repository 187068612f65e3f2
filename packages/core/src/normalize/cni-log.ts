/** istio-cni's log (signals 6): why pods of a node were not taken into the mesh. */
import type { Statement } from './log-facts.ts';
import type { LogLine } from './log-lines.ts';
import { reasonOf } from './ztunnel-error.ts';

/** In order: the first that fits holds. */
const KINDS: readonly (readonly [RegExp, Statement['kind']])[] = [
  [/no ztunnel connection|partial add error|ztunnel (?:is )?not connected|no connected ztunnel/i, 'ztunnel-missing'],
  [/can'?t find netns|fail\w* to (?:find|open|get) (?:the )?netns|netns .*not found/i, 'namespace-missing'],
  [/pod will fail healthchecks|fail\w* .*ipset|ipset .*fail/i, 'probe-set-failed'],
  [
    /fail\w* to reconcile inpod rules|(?:ip6?tables|nft(?:ables)?)\b.*(?:fail|error)|(?:fail|error)\w*.*\b(?:ip6?tables|nft(?:ables)?)\b/i,
    'rules-failed',
  ],
  [
    /(?:detected changes to|configuration|config file).*(?:redeploy|reinstall|overwritten|removed|modified|missing|invalid)|reinstall\w*/i,
    'config-reinstalled',
  ],
  [/fail\w* to (?:add|remove|handle|enroll|process)\b.*pod|error (?:adding|handling) pod/i, 'pod-failed'],
];

/** What one line of istio-cni says; null = nothing that is kept. */
export function readCniLine({ message, fields, level }: LogLine): Statement | null {
  const error = fields['error'] ?? fields['err'] ?? '';
  const text = error === '' ? message : `${message}: ${error}`;
  const kind = KINDS.find(([pattern]) => pattern.test(text))?.[1];
  if (kind === undefined) return null;
  if (level === 'info' && kind !== 'config-reinstalled') return null;
  return { kind, name: podOf(fields, text), reason: reasonOf(error) };
}

function podOf(fields: LogLine['fields'], text: string): string {
  const pod = fields['pod'] ?? fields['name'] ?? fields['podName'] ?? '';
  const namespace = fields['ns'] ?? fields['namespace'] ?? fields['podNamespace'] ?? '';
  if (pod.includes('/')) return pod;
  if (pod !== '') return namespace === '' ? pod : `${namespace}/${pod}`;
  return /\bpod:? "?([\w-]+\/[\w.-]+)/i.exec(text)?.[1] ?? '';
}
