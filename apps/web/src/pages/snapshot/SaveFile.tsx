/** Saves a text that this page holds already. */
export function SaveFile({ text, label = 'Save as JSON' }: { readonly text: string; readonly label?: string }) {
  const save = () => {
    const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    const link = Object.assign(document.createElement('a'), { href: address, download: 'hopscope-snapshot.json' });
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <button type="button" className="hs-button" onClick={save}>
      {label}
    </button>
  );
}
