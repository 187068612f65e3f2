import { createTar } from 'nanotar';
import { expect, it } from 'vitest';
import { unpackFiles } from './unpack.ts';

const FILES = [
  { name: 'objects/pods.json', data: '{"kind":"List","items":[]}' },
  { name: 'bundle.json', data: '{"hopscopeBundle":1}' },
];

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  return await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
}

it('unpacks archives by what they hold, not by what they are called', async () => {
  const tar = new Uint8Array(createTar(FILES));
  const wanted = FILES.map(({ name, data }) => ({ path: name, text: data }));
  expect(await unpackFiles([new File([tar], 'dump')])).toEqual(wanted);
  expect(await unpackFiles([new File([await gzip(tar)], 'dump.bin')])).toEqual(wanted);
});

it('takes plain and packed texts as they are', async () => {
  const packed = await gzip(new TextEncoder().encode('kind: Pod'));
  const files = [new File(['{}'], 'a.json'), new File([packed], 'b.yaml.gz')];
  expect(await unpackFiles(files)).toEqual([
    { path: 'a.json', text: '{}' },
    { path: 'b.yaml', text: 'kind: Pod' },
  ]);
});

it('says in words that an archive is cut off', async () => {
  const whole = await gzip(new TextEncoder().encode('x'.repeat(5000)));
  await expect(unpackFiles([new File([whole.slice(0, 20)], 'dump.tgz')])).rejects.toThrow('damaged or cut off');
});
