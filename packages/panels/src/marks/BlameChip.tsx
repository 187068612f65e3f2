import type { Blame } from '@hopscope/core';
import { blameTitle, blameWord } from './blame-words.ts';
import './marks.css';

/** Whose problem it is. */
export function BlameChip({ blame }: { readonly blame: Blame }) {
  return (
    <span className={`hs-chip hs-chip-${blame}`} title={blameTitle(blame)}>
      {blameWord(blame)}
    </span>
  );
}
