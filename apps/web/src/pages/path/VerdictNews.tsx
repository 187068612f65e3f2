import type { PathResult } from '@hopscope/core';
import { plainText, verdictWord } from '@hopscope/panels';
import { useState } from 'react';

/** Tells screen readers, politely, of a new answer and of every change of its verdict, and of nothing in between. */
export function VerdictNews({ result }: { result: PathResult | null }) {
  const [news, setNews] = useState({ key: '', text: '' });
  const key = result ? `${result.ask} ${result.verdict}` : '';
  if (result && news.key !== key)
    setNews({ key, text: `${verdictWord(result.verdict)}. ${plainText(result.sentence)}` });
  return (
    <p className="hs-sr-only" role="status">
      {news.text}
    </p>
  );
}
