import {
  type BlockListEntryCreate,
  blockListEntryCreateSchema,
  blockListEntrySchema,
} from '@opbx/contract/block-list'
import type { z } from 'zod'
import { api } from '../../api/client.ts'
import { queryClient } from '../../api/query-client.ts'
import { TextField } from '../../forms/fields.tsx'
import { FormErrorSummary } from '../../forms/form-frame.tsx'
import { useContractForm } from '../../forms/use-contract-form.ts'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { showToast } from '../../ui/toast.tsx'

export async function addEntry(body: BlockListEntryCreate) {
  const entry = await api.post('/block-list', { body, schema: blockListEntrySchema })
  await blockListChanged()
  return entry
}

export function blockListChanged(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['block-list'] })
}

/** Blocks one number. */
export function BlockForm({ onDone }: { onDone: () => void }) {
  const t = useText()
  const form = useContractForm<z.input<typeof blockListEntryCreateSchema>, BlockListEntryCreate>({
    schema: blockListEntryCreateSchema,
    values: { number: '', note: '' },
    save: async (body) => {
      const { number } = await addEntry(body)
      showToast(t('blockList.added', { number }))
      onDone()
    },
  })
  return (
    <form className="col gap-4" onSubmit={form.submit} noValidate>
      <FormErrorSummary form={form} />
      <TextField
        control={form.control}
        name="number"
        label={t('blockList.number')}
        hint={t('blockList.numberHint')}
        input={{
          autoFocus: true,
          autoComplete: 'off',
          inputMode: 'tel',
          placeholder: '+12025550123',
        }}
      />
      <TextField
        control={form.control}
        name="note"
        label={t('blockList.note')}
        hint={t('blockList.noteHint')}
        input={{ autoComplete: 'off', placeholder: t('blockList.noteExample') }}
      />
      <div className="dialog__f">
        <Button onClick={onDone}>{t('common.cancel')}</Button>
        <Button type="submit" variant="primary" busy={form.isSaving}>
          {t('blockList.add')}
        </Button>
      </div>
    </form>
  )
}
