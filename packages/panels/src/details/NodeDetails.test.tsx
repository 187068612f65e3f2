import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { SAMPLE_MESH } from '../map/sample-mesh.ts';
import { LinkDetails } from './LinkDetails.tsx';
import { NodeDetails } from './NodeDetails.tsx';

const { nodes, links } = SAMPLE_MESH.graph;
const ignore = () => undefined;

describe('NodeDetails', () => {
  it('lists callers and callees with their verdicts, the worst first', () => {
    const markup = renderToStaticMarkup(<NodeDetails node={nodes[2]!} report={SAMPLE_MESH} onSelect={ignore} />);
    expect(markup).toContain('Called by');
    expect(markup.indexOf('cannot be judged')).toBeLessThan(markup.indexOf('should work, not confirmed'));
  });
});

describe('LinkDetails', () => {
  it('says why and leads to the explanation', () => {
    const part = { link: links[0]!, report: SAMPLE_MESH, href: '/path?from=web/front&to=shop/cart:80' };
    const markup = renderToStaticMarkup(<LinkDetails {...part} onSelect={ignore} />);
    expect(markup).toContain('web/front cannot reach shop/cart:80.');
    expect(markup).toContain('href="/path?from=web/front&amp;to=shop/cart:80"');
    expect(markup).toContain('waypoint shop/waypoint');
  });

  it('does not claim encryption that is not there', () => {
    const markup = renderToStaticMarkup(
      <LinkDetails link={links[3]!} report={SAMPLE_MESH} href="" onSelect={ignore} />,
    );
    expect(markup).toContain('Not encrypted by the mesh');
    expect(markup).toContain('It passes no proxy of the mesh that is known.');
  });
});
