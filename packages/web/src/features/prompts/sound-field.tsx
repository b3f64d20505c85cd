import { mostAudioBytes, uploadedAudioSchema } from '@opbx/contract/call-flow/library-prompt'
import { Upload } from 'lucide-react'
import { type DragEvent, useRef, useState } from 'react'
import { api } from '../../api/client.ts'
import { useMay } from '../../api/me.ts'
import { uploadFile } from '../../api/upload.ts'
import { formatDuration } from '../../format/format.ts'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Field, FieldError, fieldId } from '../../ui/field.tsx'
import { useProblemText } from '../../ui/problem-text.ts'
import { Sound } from '../../ui/sound.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import type { Playable } from './prompt-form.ts'
import './prompts.css'

interface SoundFieldProps {
  /** Path in the form. */
  name: string
  sound: Playable | undefined
  error: string | undefined
  onSound: (sound: Playable) => void
}

/** A sound: player, and the ways to bring another one. Replacing keeps the old one until the draft is applied. */
export function SoundField({ name, sound, error, onSound }: SoundFieldProps) {
  const t = useText()
  const mayWrite = useMay('flow.write')
  return (
    <div className="col gap-3" id={fieldId(name)} tabIndex={-1}>
      {sound && (
        <div className="soundrow">
          <span className="grow">
            <b className="medium">{sound.fileName}</b>{' '}
            <span className="small quiet num">{formatDuration(Math.round(sound.seconds))}</span>
            {sound.sourceUrl && (
              <span className="small quiet block trunc">
                {t('prompts.cameFrom', { url: sound.sourceUrl })}
              </span>
            )}
          </span>
          <Sound url={sound.previewUrl} label={t('prompts.listen', { name: sound.fileName })} />
        </div>
      )}
      {mayWrite && <BringSound isReplacing={sound !== undefined} onSound={onSound} />}
      {error && !sound && <FieldError>{t('prompts.soundMissing')}</FieldError>}
    </div>
  )
}

function BringSound({
  isReplacing,
  onSound,
}: {
  isReplacing: boolean
  onSound: (sound: Playable) => void
}) {
  const t = useText()
  const problemText = useProblemText()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  /** From 0 to 1 while something is on its way. */
  const [progress, setProgress] = useState<number | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const bring = (work: () => Promise<Playable>) => {
    setProblem(null)
    setProgress(0)
    work()
      .then(onSound)
      .catch((error: unknown) => setProblem(problemText(error)))
      .finally(() => setProgress(null))
  }
  const upload = (file: File | undefined) => {
    if (file === undefined) return
    if (file.size > mostAudioBytes) return setProblem(t('prompts.tooLarge'))
    bring(() =>
      uploadFile('/prompt-audio', file, { schema: uploadedAudioSchema, onProgress: setProgress }),
    )
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    upload(event.dataTransfer.files[0])
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: whoever cannot drag has the button in it */}
      <div
        className={isOver ? 'drop is-over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <input
          ref={input}
          type="file"
          className="sr"
          tabIndex={-1}
          aria-label={t('prompts.file')}
          accept=".mp3,.wav,.ogg,audio/mpeg,audio/wav,audio/ogg"
          onChange={(event) => {
            upload(event.target.files?.[0])
            event.target.value = ''
          }}
        />
        {progress === null ? (
          <Button icon={Upload} onClick={() => input.current?.click()}>
            {t(isReplacing ? 'prompts.replaceFile' : 'prompts.chooseFile')}
          </Button>
        ) : (
          <progress value={progress} max={1} aria-label={t('prompts.sending')} />
        )}
        <span className="small muted">{t('prompts.fileHint')}</span>
      </div>
      {problem && (
        <div role="alert">
          <FieldError>{problem}</FieldError>
        </div>
      )}
      <FromUrl
        isBusy={progress !== null}
        onFetch={(url) =>
          bring(() =>
            api.post('/prompt-audio/from-url', { body: { url }, schema: uploadedAudioSchema }),
          )
        }
      />
    </>
  )
}

function FromUrl({ isBusy, onFetch }: { isBusy: boolean; onFetch: (url: string) => void }) {
  const t = useText()
  const [url, setUrl] = useState('')
  return (
    <Field label={t('prompts.url')} hint={t('prompts.urlHint')}>
      <span className="row gap-2">
        <TextInput
          type="url"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
          placeholder={t('prompts.urlExample')}
          autoComplete="off"
        />
        <Button busy={isBusy} disabled={url.trim() === ''} onClick={() => onFetch(url.trim())}>
          {t('prompts.fetch')}
        </Button>
      </span>
    </Field>
  )
}
