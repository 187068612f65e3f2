import type { AccessPlace } from '@hopscope/panels';

/** What of the page stands in its address. */
export interface PoliciesUrl {
  /** '' = the one with the most policies */
  readonly namespace: string;
  /** only Services whose name holds it */
  readonly service: string;
  /** only rows with a caller or namespace that holds it */
  readonly callers: string;
  readonly cell: AccessPlace | null;
  /** `Kind namespace/name` of a policy that is pointed at */
  readonly policy: string;
}

const ARROW = '->';

export function readPoliciesUrl(parameters: URLSearchParams): PoliciesUrl {
  const text = (name: string) => (parameters.get(name) ?? '').slice(0, 600);
  const [from = '', to = ''] = text('cell').split(ARROW);
  return {
    namespace: text('namespace'),
    service: text('service'),
    callers: text('callers'),
    cell: from === '' ? null : { from, to },
    policy: text('policy'),
  };
}

/** Only what differs from the plain page. */
export function writePoliciesUrl({ namespace, service, callers, cell, policy }: PoliciesUrl): URLSearchParams {
  const pairs = { namespace, service, callers, cell: cell === null ? '' : `${cell.from}${ARROW}${cell.to}`, policy };
  return new URLSearchParams(Object.entries(pairs).filter(([, value]) => value !== ''));
}
