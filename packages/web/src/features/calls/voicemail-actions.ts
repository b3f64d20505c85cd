import {
  type VoicemailBulk,
  voicemailBulkAnswerSchema,
  voicemailMessageSchema,
} from '@opbx/contract/calls'
import { api } from '../../api/client.ts'
import { queryClient } from '../../api/query-client.ts'
import { useText } from '../../texts/i18n.ts'
import { useProblemText } from '../../ui/problem-text.ts'
import { showToast } from '../../ui/toast.tsx'

/** What can be done with messages; each tells when it failed, and has the lists read again. */
export function useMessageActions() {
  const t = useText()
  const problem = useProblemText()
  const run = <T>(work: Promise<T>, done?: (answer: T) => string) =>
    work
      .then((answer) => done && showToast(done(answer)))
      .catch((error: unknown) => showToast(problem(error), { isProblem: true }))
      .finally(() => void queryClient.invalidateQueries({ queryKey: ['voicemail-messages'] }))
  return {
    setHeard: (id: string, heard: boolean) =>
      run(
        api.patch(`/voicemail-messages/${id}`, { body: { heard }, schema: voicemailMessageSchema }),
      ),
    remove: (id: string) =>
      run(api.delete(`/voicemail-messages/${id}`), () => t('calls.voicemail.deleted')),
    changeMany: (body: VoicemailBulk) =>
      run(
        api.post('/voicemail-messages/bulk', { body, schema: voicemailBulkAnswerSchema }),
        ({ changed }) => t(`calls.voicemail.done.${body.action}`, { count: changed }),
      ),
  }
}
