import { useEffect, useState } from 'react';

const SETTLE_MS = 500;

/**
 * The panel itself, in a frame: the pages of panels may be framed by this server's own pages (`frame-ancestors 'self'`), and by
 * nobody else who is not on the list.
 */
export function EmbedPreview({ address, title }: { readonly address: string; readonly title: string }) {
  const [shown, setShown] = useState(address);
  useEffect(() => {
    const timer = setTimeout(() => setShown(address), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [address]);
  const isPlain = shown.endsWith('?');
  return (
    <section className="embed-preview" aria-label="Preview">
      <iframe title={`Preview: ${title}`} src={`${shown}${isPlain ? '' : '&'}fit=frame`} />
    </section>
  );
}
