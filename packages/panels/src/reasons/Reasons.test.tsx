import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { SAMPLE_MESH } from '../map/sample-mesh.ts';
import { CannotJudge } from './CannotJudge.tsx';
import { Reasons } from './Reasons.tsx';

const NOW = Date.parse('2026-11-20T14:08:00Z');

describe('Reasons', () => {
  it('shows whose problem it is, what it breaks, since when, proof and remedy', () => {
    const markup = renderToStaticMarkup(<Reasons report={SAMPLE_MESH} now={NOW} shown="" onShow={() => undefined} />);
    for (const part of ['Istio component', '1 link · 2 pods', 'Show the 1 path', '6 min', 'owner: team shop']) {
      expect(markup).toContain(part);
    }
    expect(markup).toContain('<code class="hs-code">shop/waypoint</code>');
    expect(markup).toContain('kubectl -n shop scale deployment waypoint --replicas=2');
    expect(markup).toContain('right would be');
  });

  it('says what is well when nothing is broken, and no more than was judged', () => {
    const well = { ...SAMPLE_MESH, causes: [], counts: { ...SAMPLE_MESH.counts, blocked: 0, delivered: 2 } };
    const markup = renderToStaticMarkup(<Reasons report={well} now={NOW} shown="" onShow={() => undefined} />);
    expect(markup).toContain('No check found anything broken.');
    expect(markup).toContain('All 2 links that can be judged work.');
    const blind = { ...well, counts: { ...well.counts, links: 2, delivered: 0, unknown: 2 } };
    expect(renderToStaticMarkup(<Reasons report={blind} now={NOW} shown="" onShow={() => undefined} />)).toContain(
      'Nothing could be judged yet.',
    );
  });
});

describe('Reasons behind a filter', () => {
  const behind = (keys: readonly string[]) =>
    renderToStaticMarkup(
      <Reasons
        report={SAMPLE_MESH}
        now={NOW}
        shown=""
        onShow={() => undefined}
        outside={new Set(keys)}
        onUnfilter={() => undefined}
      />,
    );

  it('says how many are hidden, and never that all is well because of it', () => {
    const markup = behind(SAMPLE_MESH.causes.map(({ key }) => key));
    expect(markup).toContain('1 reason outside this filter.');
    expect(markup).toContain('Show all');
    expect(markup).not.toContain('No check found anything broken');
    expect(markup).not.toContain('hs-reason-chips');
  });

  it('says nothing where nothing is hidden', () => {
    expect(behind([])).not.toContain('outside this filter');
  });
});

describe('CannotJudge', () => {
  it('names the missing permission and how to check it', () => {
    const markup = renderToStaticMarkup(<CannotJudge gaps={SAMPLE_MESH.cannotJudge} unknown={2} />);
    expect(markup).toContain('Gateway objects of legacy could not be read');
    expect(markup).toContain('kubectl auth can-i list gateways.gateway.networking.k8s.io -n legacy');
  });
});
