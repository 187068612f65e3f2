import { describe, expect, it } from 'vitest';
import { copyForChat } from './copy-for-chat.ts';

const PNG = new Blob(['png'], { type: 'image/png' });

/** A browser whose clipboard remembers; `answer` is what the server says when it is asked for the picture. */
function browser(answer: Response, can: { pictures?: boolean; writes?: boolean; clipboard?: boolean } = {}) {
  const { pictures = true, writes = true, clipboard = true } = can;
  const written: unknown[] = [];
  class Item {
    readonly parts: Record<string, Blob | Promise<Blob>>;
    constructor(parts: Record<string, Blob | Promise<Blob>>) {
      this.parts = parts;
    }
  }
  return {
    written,
    asked: {
      clipboard: clipboard
        ? {
            async write(items: unknown[]) {
              const [{ parts }] = items as [Item];
              // As browsers do: what a promise refuses is refused as a whole.
              written.push(
                Object.fromEntries(
                  await Promise.all(
                    Object.entries(parts).map(async ([type, part]) => [type, await (await part).text()]),
                  ),
                ),
              );
            },
            async writeText(text: string) {
              if (!writes) throw new Error('not allowed');
              written.push(text);
            },
          }
        : undefined,
      ClipboardItem: pictures ? (Item as unknown as typeof ClipboardItem) : undefined,
      fetch: async () => answer,
    },
  };
}

const drawn = () => new Response(PNG, { headers: { 'content-type': 'image/png' } });

describe('copyForChat', () => {
  it('copies picture and text together', async () => {
    const { asked, written } = browser(drawn());
    expect(await copyForChat('8 of 61 links fail.', '/s/T/preview.png', asked)).toBe('picture');
    expect(written).toEqual([{ 'image/png': 'png', 'text/plain': '8 of 61 links fail.' }]);
  });

  it.each([
    ['the server draws none', browser(new Response('{}', { status: 501 }))],
    ['what comes is no picture', browser(new Response('<html>', { headers: { 'content-type': 'text/html' } }))],
    ['the browser takes none', browser(drawn(), { pictures: false })],
  ])('copies the text alone where %s', async (_why, { asked, written }) => {
    expect(await copyForChat('text', '/s/T/preview.png', asked)).toBe('text');
    expect(written).toEqual(['text']);
  });

  it('says that nothing was copied', async () => {
    expect(await copyForChat('text', '', browser(drawn(), { clipboard: false }).asked)).toBe('nothing');
    expect(await copyForChat('text', '', browser(drawn(), { pictures: false, writes: false }).asked)).toBe('nothing');
  });
});
