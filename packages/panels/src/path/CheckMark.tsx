import type { HopCheck } from '@hopscope/core';

const MARKS: Record<HopCheck['result'], { shape: string; word: string }> = {
  pass: { shape: 'M3 8.6l3.1 3.1L13 4.8', word: 'well' },
  block: { shape: 'M4 4l8 8M12 4l-8 8', word: 'stops it' },
  warn: { shape: 'M8 3v6M8 12.2v.3', word: 'warning' },
  note: { shape: 'M8 7v5M8 3.9v.3', word: 'note' },
  unknown: { shape: 'M5.6 5.6a2.5 2.5 0 1 1 3.7 2.2c-.9.5-1.3 1-1.3 2M8 12.4v.2', word: 'not known' },
};

/** The small mark before a claim: a shape for the eye, a word for the ear. */
export function CheckMark({ result }: { result: HopCheck['result'] }) {
  const { shape, word } = MARKS[result];
  return (
    <span className="hs-check-mark" data-result={result}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none">
        <path d={shape} stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />
      </svg>
      <span className="hs-sr-only">{word}: </span>
    </span>
  );
}
