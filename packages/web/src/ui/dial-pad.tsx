import { useText } from '../texts/i18n.ts'

const keys = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
] as const

/** A telephone's keys; typing on the keyboard works too while it has the focus. */
export function DialPad({
  onPress,
  isDisabled,
}: {
  onPress: (key: string) => void
  isDisabled?: boolean
}) {
  const t = useText()
  return (
    <fieldset
      className="keys"
      aria-label={t('parts.keypad')}
      onKeyDown={(event) => {
        if (!isDisabled && /^[0-9*#]$/.test(event.key)) onPress(event.key)
      }}
    >
      {keys.map(([key, letters]) => (
        <button
          key={key}
          type="button"
          className="key"
          disabled={isDisabled}
          onClick={() => onPress(key)}
          aria-label={t('parts.key', { key })}
        >
          {key}
          {letters !== '' && (
            // For the eye only; as text it would make the key's name differ from what is seen.
            <small
              data-letters={letters}
              className="block! before:content-[attr(data-letters)]"
              aria-hidden="true"
            />
          )}
        </button>
      ))}
    </fieldset>
  )
}
