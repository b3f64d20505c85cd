/** The sign of OPBX: one call in, two ways on. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 24 24" aria-hidden="true">
      <rect width="24" height="24" rx="7" fill="var(--ink)" />
      <circle cx="9" cy="12" r="3.6" fill="none" stroke="var(--on-ink)" strokeWidth="2" />
      <path
        d="M12.6 12c2.2 0 2-3.6 4.6-3.6M12.6 12c2.2 0 2 3.6 4.6 3.6"
        fill="none"
        stroke="var(--on-ink)"
        strokeWidth="1.8"
        strokeLinecap="round"
      />
      <circle cx="18" cy="8.4" r="1.3" fill="var(--draft-solid)" />
      <circle cx="18" cy="15.6" r="1.3" fill="var(--on-ink)" />
    </svg>
  )
}
