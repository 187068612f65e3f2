import { describe, expect, it } from 'vitest';
import { describeEmbeddable, readEmbeddable } from './oembed.ts';

const HOST = 'hopscope.example';
const read = (url: string) => readEmbeddable(url, HOST);

describe('readEmbeddable', () => {
  it.each([
    ['https://hopscope.example/embed/v1/map?ns=shop', 'frame', 'map', ''],
    ['https://hopscope.example/embed/v1/path/#link=abc', 'frame', 'path', 'abc'],
    ['http://hopscope.example/render/v1/problems.png', 'png', 'problems', ''],
    ['https://hopscope.example/render/v1/map.svg?theme=dark#link=abc', 'svg', 'map', ''],
  ])('reads %s', (url, kind, panel, link) => {
    expect(read(url)).toMatchObject({ ok: true, value: { kind, panel, link } });
  });

  it.each([
    'https://evil.example/embed/v1/map',
    'https://hopscope.example.evil.test/embed/v1/map',
    'https://hopscope.example:8443/embed/v1/map',
    'https://hopscope.example@evil.example/embed/v1/map',
    'https://ada:secret@hopscope.example/embed/v1/map',
    'javascript://hopscope.example/embed/v1/map',
    'https://hopscope.example/embed/v2/map',
    'https://hopscope.example/embed/v1/pictures',
    'https://hopscope.example/embed/v1/map.svg',
    'https://hopscope.example/api/v1/graph',
    'https://hopscope.example/s/secret',
    '//hopscope.example/embed/v1/map',
    'nonsense',
    '',
    `https://hopscope.example/embed/v1/map?x=${'x'.repeat(2_000)}`,
  ])('refuses %s', (url) => expect(read(url).ok).toBe(false));
});

describe('describeEmbeddable', () => {
  const tell = (url: string, room: object = {}) => {
    const found = read(url);
    if (!found.ok) throw new Error(found.reason);
    return describeEmbeddable(found.value, room) as Record<string, string>;
  };

  it('is a frame of fixed size within the room there is', () => {
    expect(tell('https://hopscope.example/embed/v1/map?ns=shop', { maxwidth: 500, maxheight: 9_000 })).toMatchObject({
      type: 'rich',
      version: '1.0',
      width: 500,
      height: 480,
      html: '<iframe src="https://hopscope.example/embed/v1/map?ns=shop&amp;fit=frame" title="Hopscope: map, shop" width="500" height="480" style="border:0" allow="fullscreen"></iframe>',
    });
  });

  it('puts a panel that a link opens into a sandbox', () => {
    expect(tell('https://hopscope.example/embed/v1/map#link=abc')['html']).toContain('sandbox="allow-scripts ');
  });

  it('is a picture of the size it says', () => {
    expect(tell('https://hopscope.example/render/v1/map.png?theme=dark&width=9999', { maxwidth: 300 })).toMatchObject({
      type: 'photo',
      width: 300,
      url: 'https://hopscope.example/render/v1/map.png?theme=dark&width=300&height=480',
    });
  });

  it('lets nothing of the address out of its quotes', () => {
    const { html } = tell(
      `https://hopscope.example/embed/v1/map?ns="><script>alert(1)</script>&focus='x#link="onload=x`,
    );
    expect(html!.replace(/^<iframe |><\/iframe>$/g, '')).not.toMatch(/[<>']/);
    expect(html!.match(/"/g)).toHaveLength(14);
  });
});
