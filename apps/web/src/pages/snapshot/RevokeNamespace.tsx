import { useState } from 'react';
import { revokeShowing } from './snapshot-api.ts';

export interface RevokeNamespaceProps {
  /** whoever asks ends what others own too */
  readonly isEverybodys: boolean;
  readonly onDone: () => void;
  readonly onFail: (error: unknown) => void;
}

/** Ends all that show something of a namespace, after it was asked whether that is meant: it cannot be taken back. */
export function RevokeNamespace({ isEverybodys, onDone, onFail }: RevokeNamespaceProps) {
  const [namespace, setNamespace] = useState('');
  const [isAsked, setIsAsked] = useState(false);
  const [said, setSaid] = useState('');
  const revoke = () => {
    setIsAsked(false);
    revokeShowing(namespace.trim()).then(({ revoked }) => {
      setSaid(`${revoked === 1 ? '1 snapshot' : `${revoked} snapshots`} of ${namespace.trim()} revoked.`);
      onDone();
    }, onFail);
  };
  return (
    <form
      className="snapshot-form"
      onSubmit={(event) => {
        event.preventDefault();
        setSaid('');
        setIsAsked(true);
      }}
    >
      <label>
        Namespace{' '}
        <input
          required
          maxLength={63}
          value={namespace}
          onChange={(event) => {
            setNamespace(event.target.value);
            setIsAsked(false);
          }}
        />
      </label>
      {isAsked ? (
        <>
          <span>
            Revoke for good {isEverybodys ? 'everybody’s' : 'all your'} snapshots that show something of {namespace}?
          </span>
          <button type="button" className="hs-button" onClick={revoke}>
            Yes, revoke them
          </button>
          <button type="button" className="hs-button" onClick={() => setIsAsked(false)}>
            No
          </button>
        </>
      ) : (
        <button type="submit" className="hs-button">
          Revoke all of it
        </button>
      )}
      <span role="status">{said}</span>
    </form>
  );
}
