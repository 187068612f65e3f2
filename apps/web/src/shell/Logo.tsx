/** Three hops, the last of them blocked. */
export function Logo() {
  return (
    <svg className="logo" width={26} height={16} viewBox="0 0 26 16" aria-hidden="true">
      <path d="M4 12h4l5-7 4 6h4" />
      <circle cx={4} cy={12} r={3} />
      <circle cx={13} cy={5} r={3} data-part="middle" />
      <circle cx={22} cy={12} r={3} data-part="last" />
    </svg>
  );
}
