import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, type Pasted, panelUrl, pictureUrl, script, snippetsOf } from './snippets.ts';

const plain: Pasted = {
  server: 'https://hopscope.example',
  panel: 'map',
  query: new URLSearchParams({ ns: 'shop,web', theme: 'dark', hide: 'title' }),
  title: 'Hopscope: map, shop,web',
  full: '/?namespaces=shop%2Cweb',
  link: '',
};
const textOf = (pasted: Pasted, id: string) => snippetsOf(pasted).find((one) => one.id === id)!.text;

describe('addresses', () => {
  it('have the query, and the link behind #', () => {
    expect(panelUrl(plain)).toBe('https://hopscope.example/embed/v1/map?ns=shop%2Cweb&theme=dark&hide=title');
    expect(panelUrl({ ...plain, query: new URLSearchParams(), link: 'abc' })).toBe(
      'https://hopscope.example/embed/v1/map#link=abc',
    );
  });

  it('of pictures have the same query without what a picture has not, and never a link', () => {
    expect(pictureUrl({ ...plain, link: 'secret' }, 'svg')).toBe(
      'https://hopscope.example/render/v1/map.svg?ns=shop%2Cweb&theme=dark',
    );
  });
});

describe('snippetsOf', () => {
  it('is a frame with a title, in a sandbox only where a link opens it', () => {
    expect(textOf(plain, 'frame')).toBe(
      '<iframe src="https://hopscope.example/embed/v1/map?ns=shop%2Cweb&amp;theme=dark&amp;hide=title&amp;fit=frame" title="Hopscope: map, shop,web" width="100%" height="480" style="border:0" loading="lazy" allow="fullscreen; clipboard-write" referrerpolicy="strict-origin-when-cross-origin"></iframe>',
    );
    expect(textOf({ ...plain, link: 'abc' }, 'frame')).toContain('#link=abc" title="');
    expect(textOf({ ...plain, link: 'abc' }, 'frame')).toContain('sandbox="allow-scripts ');
  });

  it('is an element with the attributes of the address and no link', () => {
    const text = textOf({ ...plain, link: 'abc' }, 'component');
    expect(text).toContain('<script type="module" src="https://hopscope.example/embed/v1/hopscope-panel.js"></script>');
    expect(text).toContain(
      '<hopscope-panel server="https://hopscope.example" panel="map" ns="shop,web" theme="dark" hide="title" sandbox title="Hopscope: map, shop,web">',
    );
    expect(text).not.toContain('abc');
  });

  it('is a query of Infinity that can be read', () => {
    expect(JSON.parse(textOf(plain, 'infinity'))).toMatchObject({
      url: 'https://hopscope.example/api/v1/embed/panels/problems?namespaces=shop%2Cweb',
      root_selector: 'mesh.report.causes',
    });
  });

  it('is a card of Backstage, of strings that are scripts', () => {
    const text = textOf({ ...plain, title: 'a "b" </script>' }, 'backstage');
    expect(text).toContain('<InfoCard title={"a \\"b\\" \\u003c/script>"}>');
    expect(text).toContain('referrerPolicy={"strict-origin-when-cross-origin"}');
    expect(text).toContain('style={{ border: 0 }}');
  });

  it('is a picture that leads here, for wikis', () => {
    expect(textOf(plain, 'confluence').split('\n')[0]).toBe(
      '[!https://hopscope.example/render/v1/map.png?ns=shop%2Cweb&theme=dark!|https://hopscope.example/?namespaces=shop%2Cweb]',
    );
    expect(textOf(plain, 'markdown')).toBe(
      '[![Hopscope: map, shop,web](https://hopscope.example/render/v1/map.svg?ns=shop%2Cweb&theme=dark)](https://hopscope.example/?namespaces=shop%2Cweb)',
    );
  });

  it('lets no word of a name out of its place', () => {
    const odd = `x") '><img src=x onerror=alert(1)>](y)|z!]\u2028`;
    const pasted = { ...plain, query: new URLSearchParams({ ask: odd }), title: odd, full: `/path?from=${odd}` };
    expect(textOf(pasted, 'frame').match(/<|>/g)).toHaveLength(4);
    expect(textOf(pasted, 'component').match(/<hopscope-panel [^<>]*><\/hopscope-panel>/)).not.toBeNull();
    const markdown = textOf(pasted, 'markdown');
    expect(markdown.match(/(?<!\\)\]\(/g)).toHaveLength(2);
    expect(markdown.match(/(?<!\\)[()]/g)!.length - (pasted.title.match(/[()]/g)?.length ?? 0)).toBe(4);
    expect(textOf(pasted, 'confluence').split('\n')[0]!.match(/[|]/g)).toHaveLength(1);
    expect(() => JSON.parse(textOf(pasted, 'infinity'))).not.toThrow();
  });
});

describe('escaping', () => {
  it('leaves nothing that ends an attribute, and can be read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html(text)).not.toMatch(/[<>"']/);
        expect(html(text).replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
      }),
    );
  });

  it('gives scripts back the same text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(JSON.parse(script(text))).toBe(text);
        expect(script(text)).not.toMatch(/[<\u2028\u2029\n]/);
      }),
    );
  });
});
