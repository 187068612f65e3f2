import { encodeSnapshotFile } from '@hopscope/core';
import { useState } from 'react';
import { seal } from './sealed.ts';
import {
  type Choice,
  type Created,
  type Preview,
  previewSnapshot,
  publishDraft,
  publishSealed,
  type Terms,
} from './snapshot-api.ts';

export interface Published {
  readonly created: Created;
  /** the key of a sealed one, with its #; '' otherwise */
  readonly fragment: string;
  readonly document: string;
  /** '' = none is asked for */
  readonly passphrase: string;
}

export interface Publishing {
  /** of the choice as it is now; null until it was shown */
  readonly preview: Preview | null;
  readonly published: Published | null;
  /** what went wrong last; '' = nothing */
  readonly trouble: string;
  readonly show: () => void;
  readonly publish: (terms: Terms, isSealed: boolean) => void;
  readonly again: () => void;
}

/** The two steps: what would be published is shown, and exactly that is published. Another choice must be shown anew. */
export function usePublishing(choice: Choice): Publishing {
  const [shown, setShown] = useState<{ key: string; preview: Preview } | null>(null);
  const [published, setPublished] = useState<Published | null>(null);
  const [trouble, setTrouble] = useState('');
  const key = JSON.stringify(choice);
  const preview = shown?.key === key ? shown.preview : null;
  const attempt = (act: () => Promise<void>) => {
    setTrouble('');
    act().catch((error: unknown) => setTrouble(error instanceof Error ? error.message : String(error)));
  };
  return {
    preview,
    published,
    trouble,
    show: () => attempt(async () => setShown({ key, preview: await previewSnapshot(choice) })),
    publish: (terms, isSealed) =>
      attempt(async () => {
        if (preview) setPublished(await (isSealed ? publishSealedOf(preview, terms) : publishOf(preview, terms)));
      }),
    again: () => {
      setPublished(null);
      setShown(null);
    },
  };
}

async function publishOf({ draft, document }: Preview, terms: Terms): Promise<Published> {
  return { created: await publishDraft(draft, terms), fragment: '', document, passphrase: terms.passphrase };
}

/** The server never sees the document under this link, so it cannot sign it. */
async function publishSealedOf({ document, digest }: Preview, terms: Terms): Promise<Published> {
  const { bytes, key } = await seal(encodeSnapshotFile(document, digest, null));
  return { created: await publishSealed(bytes, terms), fragment: `#k=${key}`, document, passphrase: terms.passphrase };
}
