import { useState } from 'react';
import { SourceError } from '../../report-source.ts';

/** True for an answer that asks for a passphrase, another one, or more patience with it. */
export function asksForPassphrase(error: unknown, given: string): boolean {
  if (!(error instanceof SourceError)) return false;
  return error.code.startsWith('passphrase-') || (error.code === 'too-often' && given !== '');
}

export interface PassphraseFormProps {
  /** of the last try; '' = there was none */
  readonly trouble: string;
  readonly onGiven: (passphrase: string) => void;
}

/** Asks for the word besides the link. It is sent to the server once and kept by this page alone. */
export function PassphraseForm({ trouble, onGiven }: PassphraseFormProps) {
  const [passphrase, setPassphrase] = useState('');
  return (
    <main id="main" className="snapshot-message">
      <title>Passphrase · Hopscope</title>
      <h1>This snapshot asks for a passphrase</h1>
      <p>Whoever gave you the link knows it.</p>
      <form
        className="snapshot-form"
        onSubmit={(event) => {
          event.preventDefault();
          onGiven(passphrase);
        }}
      >
        <label>
          Passphrase{' '}
          <input
            type="password"
            autoComplete="off"
            maxLength={200}
            required
            value={passphrase}
            onChange={(event) => setPassphrase(event.target.value)}
          />
        </label>
        <button type="submit" className="hs-button hs-button-solid">
          Open
        </button>
      </form>
      {trouble === '' ? null : <p role="alert">{trouble}</p>}
    </main>
  );
}
