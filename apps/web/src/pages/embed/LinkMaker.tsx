import { useState } from 'react';
import { formatMoment } from '../snapshot/SnapshotBanner.tsx';
import { type LinkWish, type MadeLink, makeLink, wordsOf } from './embed-api.ts';

interface MakerProps {
  readonly wish: Omit<LinkWish, 'expires'>;
  /** told of what stands behind `#link=` */
  readonly onMade: (link: string) => void;
}

const EXPIRIES = { '1d': '1 day', '7d': '7 days', '30d': '30 days' } as const;
type Expiry = keyof typeof EXPIRIES;

/** For pages that can only paste an address: a link that opens this panel alone, until it ends or is revoked. */
export function LinkMaker({ wish, onMade }: MakerProps) {
  const [expires, setExpires] = useState<Expiry>('7d');
  const [made, setMade] = useState<MadeLink | null>(null);
  const [trouble, setTrouble] = useState('');
  const make = () => {
    setTrouble('');
    makeLink({ ...wish, expires }).then(
      (answer) => {
        setMade(answer);
        onMade(answer.path.split('#link=')[1] ?? '');
      },
      (error: unknown) => setTrouble(wordsOf(error)),
    );
  };
  return (
    <fieldset className="embed-link">
      <legend>For readers who cannot sign in here, or wikis</legend>
      <div className="share-steps">
        <label>
          Ends after
          <select value={expires} onChange={(event) => setExpires(event.target.value as Expiry)}>
            {Object.entries(EXPIRIES).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className="hs-button" onClick={make}>
          {made === null ? 'Make a link' : 'Make another link'}
        </button>
      </div>
      <p role="status" className="share-note">
        {made === null
          ? scopeWords(wish.namespaces)
          : `It stands in the texts below, is told only now, and ends ${formatMoment(made.link.expiresAt)}. ${
              made.kept ? '' : 'This server keeps no links: it is forgotten when the server ends.'
            }`}
      </p>
      {trouble === '' ? null : <p role="alert">{trouble}</p>}
    </fieldset>
  );
}

const scopeWords = (namespaces: LinkWish['namespaces']): string =>
  namespaces === null
    ? 'A link opens this panel of the whole mesh, for whoever has it.'
    : `A link opens this panel of ${namespaces.join(', ')} and of nothing else, for whoever has it.`;
