import type { Headline } from '@hopscope/core';
import { plainText } from '@hopscope/panels';
import { useEffect, useRef, useState } from 'react';

const PAUSE_MILLISECONDS = 30_000;

/** Tells a screen reader how the mesh stands when that changes, at most every 30 seconds. */
export function Announcer({ headline }: { readonly headline: Headline }) {
  const sentence = plainText(headline.sentence);
  const [said, setSaid] = useState('');
  const last = useRef({ sentence, at: 0 });
  useEffect(() => {
    if (last.current.sentence === sentence) return;
    const wait = Math.max(0, last.current.at + PAUSE_MILLISECONDS - Date.now());
    const timer = setTimeout(() => {
      last.current = { sentence, at: Date.now() };
      setSaid(sentence);
    }, wait);
    return () => clearTimeout(timer);
  }, [sentence]);
  return (
    <p className="hs-sr-only" role="status">
      {said}
    </p>
  );
}
