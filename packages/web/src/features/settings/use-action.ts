import { useMutation } from '@tanstack/react-query'
import { ApiProblem } from '../../api/problem.ts'
import { queryClient } from '../../api/query-client.ts'
import { useProblemText } from '../../ui/problem-text.ts'
import { showToast } from '../../ui/toast.tsx'

/** Something that acts at once: says that it was done, or why not, and has its list read again. */
export function useAction<V = void>(options: {
  run: (value: V) => Promise<unknown>
  /** What is said afterwards; left out where `run` says it. */
  done?: (value: V) => string
  /** First part of the keys of what has to be read again. */
  changes: string
  onDone?: () => void
}) {
  const problemText = useProblemText()
  return useMutation({
    mutationFn: options.run,
    onSuccess: (_result, value) => {
      if (options.done) showToast(options.done(value))
      options.onDone?.()
    },
    onError: (error) => {
      // What still uses a thing is listed where it was to be deleted.
      if (error instanceof ApiProblem && error.references.length > 0) return
      showToast(problemText(error), { isProblem: true })
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: [options.changes] }),
  })
}
