import type { Preview } from './snapshot-api.ts';

/** Exactly the bytes, and what was replaced in them. */
export function PreviewOfBytes({ preview }: { readonly preview: Preview }) {
  const { redaction, bytes, expanded, digest, document } = preview;
  const replaced = Object.entries(redaction.replaced).filter(([, count]) => count > 0);
  return (
    <section className="share-preview" aria-label="What would be published">
      <p role="status">
        {replaced.length === 0
          ? 'Nothing was replaced.'
          : `Replaced: ${replaced.map(([kind, count]) => `${count} ${kind}`).join(', ')}.`}{' '}
        {redaction.removed > 0
          ? `${redaction.removed} texts were left out, ${redaction.rounded} numbers rounded. `
          : ''}
        {Math.ceil(bytes / 1000)} kB packed, {Math.ceil(expanded / 1000)} kB unpacked.
      </p>
      <details>
        <summary>All bytes, SHA-256 {digest.slice(0, 12)}…</summary>
        <textarea
          readOnly
          rows={12}
          value={document}
          aria-label="The bytes that would be published"
          spellCheck={false}
        />
      </details>
    </section>
  );
}
