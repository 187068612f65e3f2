import { useEffect, useRef, useState } from 'react';
import './path.css';
import './copy-button.css';

export interface CopyButtonProps {
  text: string;
  /** what is copied, as the button says it: `Copy command` */
  label: string;
  /** without words on the button; they are still spoken */
  compact?: boolean;
}

type Outcome = 'idle' | 'copied' | 'failed';

/** Copies a text and says so, on the button and to screen readers. */
export function CopyButton({ text, label, compact = false }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>('idle');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    setOutcome((await copyText(text)) ? 'copied' : 'failed');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOutcome('idle'), 2500);
  };
  const said = { idle: '', copied: 'Copied', failed: 'Could not copy' }[outcome];
  return (
    <span className="hs-copy-button" data-outcome={outcome} data-compact={compact}>
      <button type="button" onClick={() => void copy()} aria-label={label} title={label}>
        <CopyMark done={outcome === 'copied'} />
        {compact ? null : <span>{said === '' ? label : said}</span>}
      </button>
      <span className="hs-sr-only" role="status">
        {said}
      </span>
    </span>
  );
}

function CopyMark({ done }: { done: boolean }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="14"
      height="14"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
    >
      {done ? (
        <path d="M3 8.5l3.2 3.2L13 5" strokeLinecap="round" strokeLinejoin="round" />
      ) : (
        <path d="M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z" strokeLinejoin="round" />
      )}
    </svg>
  );
}

/** The clipboard's own way needs a secure page; a dashboard on plain http in a cluster still copies by selection. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  const before = document.activeElement;
  area.value = text;
  area.setAttribute('readonly', '');
  area.style.cssText = 'position:fixed;opacity:0';
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return copied;
}
