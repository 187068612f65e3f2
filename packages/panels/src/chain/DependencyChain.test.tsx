import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { SAMPLE_MESH } from '../map/sample-mesh.ts';
import { DependencyChain } from './DependencyChain.tsx';

function draw(open: string): string {
  const { chain, causes } = SAMPLE_MESH;
  const nothing = () => undefined;
  return renderToStaticMarkup(
    <DependencyChain {...{ chain, causes, open }} shown="b" onOpen={nothing} onShow={nothing} />,
  );
}

describe('DependencyChain', () => {
  it('draws one cell a replica and unknown as unknown', () => {
    const cells = draw('').match(/class="hs-cell" data-state="\w+"/g);
    expect(cells).toEqual(['ok', 'broken', 'unknown'].map((state) => `class="hs-cell" data-state="${state}"`));
    expect(draw('')).toContain('aria-label="1 broken, 1 unknown, 1 well"');
  });

  it('lists the cells of an open stage, the worst first, with causes and what hangs on them', () => {
    const list = draw('waypoint').split('hs-stage-cells')[1]!;
    expect(list.indexOf('shop/waypoint')).toBeLessThan(list.indexOf('web/waypoint'));
    expect(list).toContain('1 link hang');
    expect(list).toContain('every call that must pass it fails');
    expect(list).toContain('aria-pressed="true">Show 1 link');
  });
});
