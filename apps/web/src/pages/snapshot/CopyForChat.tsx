import { CopyButton } from '@hopscope/panels';
import { useState } from 'react';
import { type CopiedForChat, copyForChat } from './copy-for-chat.ts';

export interface CopyForChatProps {
  readonly text: string;
  /** address of the PNG; '' where nobody can draw one */
  readonly picture: string;
}

const SAID: Readonly<Record<CopiedForChat, string>> = {
  picture: 'Copied with its picture',
  text: 'Copied, without a picture',
  nothing: 'Could not copy',
};

/** Text, link and picture in one, for a chat that cannot reach this server. */
export function CopyForChat({ text, picture }: CopyForChatProps) {
  const [said, setSaid] = useState('');
  // On plain http there is no clipboard for pictures: the text is copied as everywhere.
  if (picture === '' || navigator.clipboard === undefined) return <CopyButton text={text} label="Copy for chat" />;
  const copy = async () => {
    setSaid('Copying …');
    setSaid(SAID[await copyForChat(text, picture)]);
  };
  return (
    <>
      <button type="button" className="hs-button" onClick={() => void copy()}>
        Copy for chat
      </button>
      <span role="status" className="share-copied">
        {said}
      </span>
    </>
  );
}
