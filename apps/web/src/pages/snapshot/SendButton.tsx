import { useEffect, useState } from 'react';
import { listSnapshots, sendToChat } from './snapshot-api.ts';

/** Posts text and link to the chat that the server's configuration names; nothing where it names none. */
export function SendButton({ token, passphrase }: { readonly token: string; readonly passphrase: string }) {
  const [isThere, setIsThere] = useState(false);
  const [said, setSaid] = useState('');
  useEffect(() => {
    listSnapshots(false).then(
      ({ webhook }) => setIsThere(webhook),
      () => undefined,
    );
  }, []);
  if (!isThere) return null;
  const send = () => {
    setSaid('Sending …');
    sendToChat(token, passphrase).then(
      () => setSaid('Sent.'),
      (error: unknown) => setSaid(error instanceof Error ? error.message : String(error)),
    );
  };
  return (
    <>
      <button type="button" className="hs-button" onClick={send}>
        Send to the chat
      </button>
      <span role="status">{said}</span>
    </>
  );
}
