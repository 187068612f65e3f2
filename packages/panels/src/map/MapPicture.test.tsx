import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { layoutMesh } from '../layout/layout-mesh.ts';
import { MapPicture } from './MapPicture.tsx';
import { buildMapView } from './map-view.ts';
import { SAMPLE_MESH } from './sample-mesh.ts';

const BLOCKED = 'service:web/front -&gt; service:shop/cart:80';

function draw(part: Partial<Parameters<typeof MapPicture>[0]> = {}): string {
  const view = buildMapView(SAMPLE_MESH, []);
  const nodes = [...view.nodes.values()].map(({ node, group }) => ({ id: node.id, group, name: node.name }));
  const layout = layoutMesh(
    nodes,
    [...view.links.values()].map(({ link }) => link),
  );
  const usual = { view, layout, report: SAMPLE_MESH, problemsOnly: false, selected: '', lit: new Set<string>() };
  return renderToStaticMarkup(
    <svg>
      <title>map</title>
      <MapPicture {...usual} focus="service:web/front" {...part} />
    </svg>,
  );
}

describe('MapPicture', () => {
  it('draws a blocked link with a gap, a cross and the diamond of its waypoint', () => {
    const link = draw().split(`data-id="${BLOCKED}"`)[1]!.split('</g></g>')[0]!;
    expect(link).toContain('data-look="blocked"');
    expect(link).toContain('stroke-dasharray');
    expect(link).toContain('hs-link-cross');
    expect(link).toContain('data-part="waypoint"');
  });

  it('has one tab stop', () => {
    expect(draw().match(/tabindex="0"/g)).toHaveLength(1);
  });

  it('shows the proxies of the selected link', () => {
    const picture = draw({ selected: 'service:web/front -> service:shop/cart:80' });
    expect(picture).toContain('caller’s ztunnel on node-1');
    expect(picture).toContain('waypoint shop/waypoint');
    expect(picture).toContain('callee’s ztunnel on node-2');
  });

  it('keeps places when only problems are shown', () => {
    const places = (picture: string) => picture.match(/transform="translate\([^"]*"[^>]*><title>/g);
    expect(places(draw({ problemsOnly: true }))).toEqual(places(draw()));
    expect(draw({ problemsOnly: true })).not.toContain('data-look="works"');
  });

  it('says in the picture which namespace is not in the mesh', () => {
    expect(draw()).toContain('not in the mesh');
  });
});
