import { expect, test } from 'vitest'
import { createPasswords } from './passwords.ts'

test('only the password itself is right, and nothing is right for nobody', async () => {
  const passwords = createPasswords()
  const hash = await passwords.hash('correct horse battery')
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await passwords.isRight(hash, 'correct horse battery')).toBe(true)
  expect(await passwords.isRight(hash, 'Correct horse battery')).toBe(false)
  expect(await passwords.isRight(null, 'the password of nobody')).toBe(false)
})

test('a flood of sign-ins is refused in part and answered in part', async () => {
  const passwords = createPasswords()
  const outcomes = await Promise.allSettled(
    Array.from({ length: 105 }, () => passwords.hash('correct horse battery')),
  )
  const refused = outcomes.filter(({ status }) => status === 'rejected')
  expect(refused).toHaveLength(3)
  expect(refused[0]).toMatchObject({ reason: { code: 'too_many_requests' } })
  expect(await passwords.hash('afterwards')).toContain('argon2id')
})
