import type { Remedy } from '@hopscope/core';
import { Prose } from '../marks/Prose.tsx';
import { CopyButton } from './CopyButton.tsx';
import { isLook } from './look-command.ts';
import './fix-card.css';

export interface FixCardProps {
  fixes: readonly Remedy[];
}

/** What would mend it: in words, as a change to a file, as a command. It is shown and never applied. */
export function FixCard({ fixes }: FixCardProps) {
  if (fixes.length === 0) return null;
  return (
    <section className="hs-fix-card">
      <h4>What would mend it</h4>
      {fixes.map((fix, index) => (
        <div key={fix.text} className="hs-fix">
          {index > 0 ? <p className="hs-fix-or">or</p> : null}
          <p>
            <Prose text={fix.text} />
          </p>
          {fix.diff.length > 0 ? <Diff lines={fix.diff} /> : null}
          {isLook(fix.command) ? <p className="hs-check-label">Check it yourself</p> : null}
          {fix.command === '' ? null : <CommandLine command={fix.command} />}
        </div>
      ))}
      <p className="hs-fix-note">
        Shown, never applied.
        {fixes.some(({ changes }) => changes) ? ' Lines with − go, lines with + come, the rest stays as it is.' : ''}
      </p>
    </section>
  );
}

/** A command to copy. */
export function CommandLine({ command }: { command: string }) {
  return (
    <div className="hs-command-line">
      <code>{command}</code>
      <CopyButton text={command} label="Copy command" compact />
    </div>
  );
}

function Diff({ lines }: { lines: readonly string[] }) {
  return (
    <div className="hs-yaml-diff">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>
        {withKeys(lines).map(({ key, line }) => (
          <DiffLine key={key} line={line} />
        ))}
      </pre>
      <CopyButton text={lines.join('\n')} label="Copy change" compact />
    </div>
  );
}

function DiffLine({ line }: { line: string }) {
  if (line.startsWith('-')) return <del>{line}</del>;
  if (line.startsWith('+')) return <ins>{line}</ins>;
  return <span>{line}</span>;
}

/** Lines may repeat (`+    from:`); the same text gets a running number. */
function withKeys(lines: readonly string[]): { key: string; line: string }[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const count = seen.get(line) ?? 0;
    seen.set(line, count + 1);
    return { key: `${line}#${count}`, line };
  });
}
