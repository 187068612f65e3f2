import { afterEach, expect, it, vi } from 'vitest';
import { readStored, writeStored } from './storage.ts';

afterEach(() => vi.unstubAllGlobals());

function stubStorage(part: Partial<Storage> = {}): Map<string, string> {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
    ...part,
  });
  return kept;
}

it('keeps and forgets', () => {
  const kept = stubStorage();
  expect(writeStored('a', '1')).toBe(true);
  expect(kept.get('a')).toBe('1');
  expect(readStored('a')).toBe('1');
  expect(writeStored('a', null)).toBe(true);
  expect(readStored('a')).toBeNull();
});

it('lasts as long as the page where storage is forbidden', () => {
  const forbidden = () => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  };
  stubStorage({ getItem: forbidden, setItem: forbidden, removeItem: forbidden });
  expect(readStored('b')).toBeNull();
  expect(writeStored('b', '1')).toBe(false);
  expect(readStored('b')).toBe('1');
  expect(writeStored('b', null)).toBe(false);
  expect(readStored('b')).toBeNull();
});

it('survives that there is no storage at all', () => {
  vi.stubGlobal('localStorage', undefined);
  expect(writeStored('c', '1')).toBe(false);
  expect(readStored('c')).toBe('1');
});
