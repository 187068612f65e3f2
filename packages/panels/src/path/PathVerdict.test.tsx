import type { PathResult } from '@hopscope/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { PathVerdict } from './PathVerdict.tsx';
import { blocked, delivered, skipped, unknown, varies } from './sample-paths.ts';

function textOf(result: PathResult): string {
  return renderToStaticMarkup(<PathVerdict result={result} />)
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

describe('PathVerdict', () => {
  it('puts the sentence first, as the only heading of the first level', () => {
    const html = renderToStaticMarkup(<PathVerdict result={blocked} />);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).toContain('data-verdict="blocked"');
  });

  it('says whose problem it is, where, for how long and how sure', () => {
    expect(textOf(blocked)).toMatch(
      /Configuration Blocked at hop 6 of 7 since .*, 21 min confirmed seen in live connections/,
    );
  });

  it('names what is missing where the verdict is unknown though nothing stops the call', () => {
    expect(textOf(unknown)).toContain('Not known beyond hop 3 of 5 computed from configuration');
    expect(textOf(unknown)).toContain(
      'Nothing in the configuration stops it, but AuthorizationPolicy in payments was not read',
    );
  });

  it('tells which share fails where ways differ', () => {
    expect(textOf(varies)).toContain('Fails on some ways: 33 % of the requests, at hop 6 of 7');
  });

  it('blames nobody where all is well', () => {
    expect(textOf(delivered)).toContain('Delivered confirmed seen in live connections');
    expect(renderToStaticMarkup(<PathVerdict result={delivered} />)).not.toContain('hs-chip');
  });

  it('keeps a reservation with a call that arrives', () => {
    expect(textOf(skipped)).toContain('Delivered, but likely, not proven');
  });
});
