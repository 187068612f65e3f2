import { formatAge } from '@hopscope/panels';
import type { ReactNode } from 'react';
import { useNow } from '../../shell/use-now.ts';
import type { ReadSnapshot } from './read-snapshot.ts';

const PROFILES = {
  full: 'nothing is redacted',
  team: 'addresses, nodes and hosts outside are replaced',
  shape: 'every name is replaced, numbers are rounded',
} as const;

/** Says that this is a moment of the past, which one, in whose time zone, and what was replaced. */
export function SnapshotBanner({
  snapshot,
  children,
}: {
  readonly snapshot: ReadSnapshot;
  readonly children?: ReactNode;
}) {
  const { document, digest, bytes, keyId } = snapshot;
  const now = useNow(10_000);
  const { profile, replaced, removed } = document.redaction;
  const count = Object.values(replaced).reduce((sum, one) => sum + one, 0);
  return (
    <aside className="snapshot-banner" aria-label="About this snapshot">
      <p>
        <strong>Snapshot, not live.</strong> The mesh as of{' '}
        <time dateTime={document.asOf}>{formatMoment(document.asOf)}</time>,{' '}
        {formatAge(now - Date.parse(document.asOf))} ago. Times are shown in {zoneName()}.
      </p>
      <details>
        <summary>
          {PROFILES[profile]}
          {count > 0 ? ` (${count} values)` : ''}
        </summary>
        <dl>
          <dt>Replaced</dt>
          <dd>
            {Object.entries(replaced)
              .map(([kind, number]) => `${number} ${kind}`)
              .join(', ')}
            ; {removed} texts left out
          </dd>
          <dt>SHA-256</dt>
          <dd>
            <code className="hs-code">{digest}</code>{' '}
            {bytes === 'unaltered' ? '(the bytes are those)' : '(not checked: this page has no cryptography)'}
          </dd>
          <dt>Signed with key</dt>
          <dd>{keyId === '' ? 'not signed' : keyId}</dd>
          <dt>Made by</dt>
          <dd>
            hopscope {document.product.version}, readings of {formatMoment(document.window.from ?? document.asOf)} to{' '}
            {formatMoment(document.window.to ?? document.asOf)}
          </dd>
        </dl>
      </details>
      {children}
    </aside>
  );
}

/** `20 Nov 2026, 14:02:05`, in the reader's zone. */
export function formatMoment(at: string): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return at;
  return time.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
}

function zoneName(): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone === '' ? 'your time zone' : zone;
}
