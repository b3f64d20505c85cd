import { expect, test } from 'vitest'
import { createPacer } from './pacer.ts'

/** A clock that moves only when somebody waits. */
function virtualTime() {
  let now = 0
  return {
    timing: {
      now: () => now,
      wait: async (milliseconds: number) => {
        now += milliseconds
      },
    },
    pass(milliseconds: number) {
      now += milliseconds
    },
    now: () => now,
  }
}

test('no ten seconds ever hold more than ten requests', async () => {
  const time = virtualTime()
  const pacer = createPacer(time.timing)
  const sent: number[] = []
  for (let index = 0; index < 47; index++) {
    const done = await pacer.take()
    sent.push(time.now())
    time.pass(index % 7 === 0 ? 900 : 10)
    done?.()
  }
  for (const at of sent) {
    expect(sent.filter((other) => other >= at && other < at + 10_000).length).toBeLessThanOrEqual(
      10,
    )
  }
  expect(time.now()).toBeLessThan(60_000)
})

test('a request that is slow to be answered keeps its place', async () => {
  const time = virtualTime()
  const pacer = createPacer(time.timing)
  const slow = await pacer.take()
  for (let index = 0; index < 9; index++) (await pacer.take())?.()
  time.pass(9_000)
  slow?.()
  time.pass(1_500)
  // Nine places are free again, the tenth not before ten seconds after its answer.
  for (let index = 0; index < 9; index++) (await pacer.take())?.()
  expect(time.now()).toBe(10_500)
  ;(await pacer.take())?.()
  expect(time.now()).toBeGreaterThanOrEqual(19_000)
})

test('after 429 the pace is halved for a while', async () => {
  const time = virtualTime()
  const pacer = createPacer(time.timing)
  ;(await pacer.take())?.()
  pacer.tooFast(3_000)
  expect(pacer.waitMs()).toBe(3_000)
  const before = time.now()
  for (let index = 0; index < 6; index++) (await pacer.take())?.()
  expect(time.now() - before).toBeGreaterThanOrEqual(10_000)
  time.pass(120_000)
  expect(pacer.waitMs()).toBe(0)
})

test('who waits is served in order', async () => {
  const pacer = createPacer(virtualTime().timing)
  const order: number[] = []
  await Promise.all(
    Array.from({ length: 30 }, async (_, index) => {
      const done = await pacer.take()
      order.push(index)
      done?.()
    }),
  )
  expect(order).toEqual(Array.from({ length: 30 }, (_, index) => index))
})

test('a request that found nobody takes no place', async () => {
  const time = virtualTime()
  const pacer = createPacer(time.timing)
  for (let index = 0; index < 30; index++) (await pacer.take())?.({ arrived: false })
  expect(time.now()).toBe(0)
})
