import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type Limits, type Result, readResults } from './result-stream.ts';

const LIMITS: Limits = { bytes: 1 << 20, results: 1000 };

async function read(chunks: readonly (string | Buffer)[], limits: Limits = LIMITS) {
  const results: Result[] = [];
  const buffers = chunks.map((chunk) => Buffer.from(chunk as string));
  const end = await readResults(Readable.from(buffers), limits, (batch) => results.push(...batch));
  return { end, results };
}

const vector = (results: unknown[]) => ({ status: 'success', data: { resultType: 'vector', result: results } });
const ODD = [
  { metric: { __name__: 'a', path: '/{x}["]\\' }, value: [1.5, '2'] },
  { metric: { result: '[', 'ü€': '😀' }, value: [1, 'NaN'] },
  { metric: {}, value: [1, '0'] },
];

describe('the results of an answer', () => {
  it.each([1, 2, 3, 7, 64, 10_000])('are the same in pieces of %d bytes', async (size) => {
    const text = Buffer.from(JSON.stringify({ ...vector(ODD), warnings: ['result', '[{'] }, null, 1));
    const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
      text.subarray(i * size, (i + 1) * size),
    );
    const { end, results } = await read(chunks);
    expect(results).toEqual(ODD);
    expect(end).toEqual({
      kind: 'read',
      bytes: text.length,
      results: 3,
      cpuMs: expect.any(Number),
      frame: { ...vector([]), warnings: ['result', '[{'] },
    });
  });

  it('are told in batches, all of them', async () => {
    const many = Array.from({ length: 2_345 }, (_, i) => ({ metric: { i: String(i) }, value: [1, '1'] }));
    const { results } = await read([JSON.stringify(vector(many))], { ...LIMITS, results: 5_000 });
    expect(results).toEqual(many);
  });

  it('are none where Prometheus refused', async () => {
    const { end, results } = await read(['{"status":"error","errorType":"bad_data","error":"no \\"result\\": [{"}']);
    expect(results).toEqual([]);
    expect(end).toMatchObject({ kind: 'read', frame: { error: 'no "result": [{' } });
  });

  it.each<[string, string[], Limits]>([
    ['bytes', [JSON.stringify(vector(ODD))], { ...LIMITS, bytes: 50 }],
    ['results', [JSON.stringify(vector(ODD))], { ...LIMITS, results: 2 }],
  ])('end at the limit of %s', async (_name, chunks, limits) => {
    expect((await read(chunks, limits)).end.kind).toBe('too-large');
  });

  it.each([
    ['a page', '<html><body>"result":[{}]</body></html>'],
    ['nothing', ''],
    ['a whole answer and more', `${JSON.stringify(vector(ODD))}}`],
    ['cut off in a result', JSON.stringify(vector(ODD)).slice(0, 90)],
    ['cut off between results', `${JSON.stringify(vector(ODD)).slice(0, -3)}`],
    ['cut off in the end', JSON.stringify(vector(ODD)).slice(0, -1)],
    ['a scalar', '{"status":"success","data":{"resultType":"scalar","result":[1,"2"]}}'],
    ['results that are none', '{"status":"success","data":{"resultType":"vector","result":[{"a":}]}}'],
    ['a text without an end', `{"status":"${'x'.repeat(100_000)}`],
  ])('are no answer: %s', async (_name, text) => {
    expect((await read([text])).end.kind).toBe('garbage');
  });

  it('a result without an end does not fill the memory', async () => {
    const chunks = ['{"data":{"result":[{"a":"', ...Array.from({ length: 40 }, () => 'x'.repeat(65_536))];
    expect(await read(chunks, { ...LIMITS, bytes: 1 << 30 })).toMatchObject({ end: { kind: 'garbage' } });
  });

  it('an error of the stream is thrown', async () => {
    const stream = Readable.from(
      (async function* () {
        yield Buffer.from('{');
        throw new Error('reset');
      })(),
    );
    await expect(readResults(stream, LIMITS, () => {})).rejects.toThrow('reset');
  });
});
