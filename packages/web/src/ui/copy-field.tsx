import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useText } from '../texts/i18n.ts'
import { IconButton } from './button.tsx'

/** Puts text on the clipboard; on plain http, where browsers refuse that, by a hidden selection. */
export async function copyText(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = value
    area.style.position = 'fixed'
    document.body.append(area)
    area.select()
    const isCopied = document.execCommand('copy')
    area.remove()
    return isCopied
  }
}

/** A button that copies and shows a check for 2 s. */
export function CopyButton({ value, label }: { value: string; label?: string }) {
  const t = useText()
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    if (!(await copyText(value))) return
    setCopied(true)
    setTimeout(() => setCopied(false), 2000)
  }
  return (
    <IconButton
      icon={isCopied ? Check : Copy}
      label={isCopied ? t('common.copied') : (label ?? t('common.copy'))}
      onClick={() => void copy()}
    />
  )
}

/** Something to copy: an address, a key that is shown this once. */
export function CopyField({ value, label }: { value: string; label: string }) {
  return (
    <fieldset className="copy" aria-label={label}>
      <code>{value}</code>
      <CopyButton value={value} />
    </fieldset>
  )
}
