import type { ReadingResult } from '@hopscope/core';

const SHAPES: Record<ReadingResult, { shape: string; word: string }> = {
  matches: { shape: 'M3 8.6l3.1 3.1L13 4.8', word: 'matches' },
  no: { shape: 'M4 8h8', word: 'does not match' },
  open: { shape: 'M5.6 5.6a2.5 2.5 0 1 1 3.7 2.2c-.9.5-1.3 1-1.3 2M8 12.4v.2', word: 'may match' },
};

/** Whether a rule matches; that is neither good nor bad by itself, so it has no colour of its own. */
export function RuleMark({ result }: { result: ReadingResult }) {
  const { shape, word } = SHAPES[result];
  return (
    <span className="hs-rule-mark" data-result={result}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none">
        <path d={shape} stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />
      </svg>
      <span className="hs-sr-only">{word}: </span>
    </span>
  );
}
