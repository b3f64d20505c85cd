import type { z } from 'zod'
import { addressOf } from './client.ts'
import { ApiProblem, problemOf } from './problem.ts'

interface UploadOptions<T> {
  schema: z.ZodType<T>
  /** How much is sent, from 0 to 1. */
  onProgress: (share: number) => void
}

/** Sends a file as the form field `file`. Throws `ApiProblem`. By XMLHttpRequest: fetch does not tell how far it is. */
export function uploadFile<T>(path: string, file: File, options: UploadOptions<T>): Promise<T> {
  const form = new FormData()
  form.set('file', file)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', addressOf(path))
    request.setRequestHeader('accept', 'application/json')
    request.upload.onprogress = ({ loaded, total }) =>
      options.onProgress(total === 0 ? 0 : loaded / total)
    request.onerror = () => reject(new ApiProblem(0, 'offline'))
    request.onload = () => {
      const body = parsed(request.responseText)
      if (request.status >= 300) return reject(problemOf(request.status, body))
      const answer = options.schema.safeParse(body)
      return answer.success ? resolve(answer.data) : reject(new ApiProblem(200, 'unreadable'))
    }
    request.send(form)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
