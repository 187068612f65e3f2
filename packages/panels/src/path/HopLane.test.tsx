import type { PathResult } from '@hopscope/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { HopLane } from './HopLane.tsx';
import { tellingHop } from './path-words.ts';
import { blocked, delivered, skipped, unknown } from './sample-paths.ts';

function draw(result: PathResult, openSeq = tellingHop(result.traces[0]!)?.seq ?? null): string {
  return renderToStaticMarkup(
    <HopLane trace={result.traces[0]!} asOf={result.asOf} openSeq={openSeq} onOpen={() => undefined} />,
  );
}

const words = (html: string): string => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

describe('HopLane', () => {
  it('is an ordered list with one button a hop, whatever the width', () => {
    const html = draw(blocked);
    expect(html).toContain('<ol role="list"');
    expect(html.match(/<li class="hs-hop"/g)).toHaveLength(7);
    expect(html.match(/aria-expanded/g)).toHaveLength(7);
  });

  it('opens the blocker with claim, evidence, age, objects, a command to look and a change to make', () => {
    const html = draw(blocked);
    expect(html.match(/aria-expanded="true"/g)).toHaveLength(1);
    const said = words(html);
    expect(said).toContain('Hop 6, node proxy, blocked here:');
    expect(said).toContain('stops it: No ALLOW rule of payments/ledger-only-api admits the waypoint');
    expect(html).toContain('data-label="Would be right"');
    expect(said).toContain('kubectl -n payments get authorizationpolicies.security.istio.io ledger-only-api -o yaml');
    expect(html).toContain('<del>-  selector');
    expect(html).toContain('<ins>+  targetRefs');
    expect(said).toContain('Shown, never applied.');
  });

  it('carries the protocol on links and breaks the wire after the block', () => {
    const html = draw(blocked);
    expect(html.match(/hs-hop-protocol">HBONE/g)).toHaveLength(2);
    expect(html.match(/data-wire="broken"/g)).toHaveLength(1);
    expect(words(html)).toContain('Hop 7, receiver, would pass:');
  });

  it('says which permission would make an unknown hop known', () => {
    const said = words(draw(unknown));
    expect(said).toContain('Hop 4, node proxy, not known:');
    expect(said).toContain('add to a Role in payments');
    expect(said).toContain('authorizationpolicies');
    expect(said).not.toContain('Hop 4, node proxy, passes');
  });

  it('collapses what is not on this way without hiding it', () => {
    const html = draw(delivered);
    expect(html).toContain('data-shape="stub"');
    expect(words(html)).toContain('Hop 4, waypoint, not on this way:');
    expect(html).not.toContain('aria-expanded="true"');
  });

  it('opens any hop to read its checks', () => {
    expect(words(draw(delivered, 1))).toContain('well: The pod is captured by ambient.');
  });

  it('opens a warning where nothing blocks', () => {
    const html = draw(skipped);
    expect(html).toContain('data-state="warn"');
    expect(words(html)).toContain('warning: The gateway skips the waypoint');
  });
});
