import { describe, expect, it } from 'vitest';
import { formatPathMarkdown, formatPathText } from './path-text.ts';
import { blocked, delivered, unknown, varies } from './sample-paths.ts';

const LINK = 'https://hopscope.example/path?from=web/checkout&to=payments/ledger:8080';

describe('formatPathText', () => {
  it('opens with the sentence, without marks, and closes with the link', () => {
    const lines = formatPathText(blocked, LINK).trimEnd().split('\n');
    expect(lines[0]).toBe(
      'checkout cannot reach ledger: the last proxy before it refuses the waypoint, because policy ledger-only-api admits only the caller.',
    );
    expect(lines.at(-1)).toBe(LINK);
  });

  it('tells question, hop, blame, since when and on what it rests', () => {
    expect(formatPathText(blocked, LINK).split('\n')[1]).toBe(
      'web/checkout -> payments/ledger:8080 · blocked at hop 6 of 7 · blame: configuration · since 2026-11-20 13:47 UTC (21 min) · confirmed · seen in live connections · as of 2026-11-20 14:08 UTC',
    );
  });

  it('lists every hop with its mark', () => {
    const hops = formatPathText(blocked, LINK).split('\n').slice(4, 11);
    expect(hops.map((line) => line.slice(0, 4))).toEqual([' 1 ✓', ' 2 ✓', ' 3 ✓', ' 4 ✓', ' 5 ✓', ' 6 ✗', ' 7 ·']);
    expect(hops[2]).toBe(' 3 ✓ network: to the waypoint – HBONE, port 15008 open');
    expect(hops[5]).toContain('blocked here');
  });

  it('says what would mend it and that nothing else blocks', () => {
    const text = formatPathText(blocked, LINK);
    expect(text).toContain('    +  targetRefs: [{ kind: Service, group: "", name: ledger }]');
    expect(text).toContain('Nothing else: with this mended, the call arrives.');
  });

  it('says of an unknown verdict what was not read and whether it matters', () => {
    const text = formatPathText(unknown, LINK);
    expect(text).toContain('unknown beyond hop 3 of 5');
    expect(text).toContain('Nothing in the configuration stops it, but AuthorizationPolicy in payments was not read');
    expect(text).toContain(
      '- AuthorizationPolicy in payments: this account may not list them. It would settle the verdict.',
    );
    expect(text).toContain('- ztunnel-log: logs are not read by choice. It would not change the verdict.');
  });

  it('shows the way that fails where ways differ, and what else stands in it', () => {
    const text = formatPathText(varies, LINK);
    expect(text).toContain('Hops (33 % to 1 of 3 pods of ledger)');
    expect(text).toContain('varies 33 % of the requests, at hop 6 of 7');
    expect(text).toContain(
      'hop 7 of 7, ledger: No pod of payments/ledger is ready. (destination-not-ready on payments/ledger-1)',
    );
  });

  it('is short where all is well', () => {
    expect(formatPathText(delivered, '').split('\n')).toHaveLength(17);
  });
});

describe('formatPathMarkdown', () => {
  it('keeps names as code and uses fences', () => {
    const text = formatPathMarkdown(blocked, LINK);
    expect(text.split('\n')[0]).toMatch(/^### `checkout` cannot reach `ledger`/);
    expect(text).toContain('```diff\n apiVersion: security.istio.io/v1');
    expect(text).toContain('6. ✗ **node proxy: ztunnel on node-2 – blocked here – asks: who is calling?**');
    expect(text).toContain(`[Open in Hopscope](${LINK})`);
  });
});
