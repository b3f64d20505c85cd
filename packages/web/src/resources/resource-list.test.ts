import { expect, test } from 'vitest'
import { filterRows } from './resource-list.tsx'

const rows = ['Front desk 2001', 'Sales 2002', 'Sales abroad 2003']
const textOf = (row: string) => row

test('a list shows the rows that contain every typed word', () => {
  expect(filterRows(rows, 'sales', textOf)).toEqual(['Sales 2002', 'Sales abroad 2003'])
  expect(filterRows(rows, ' 2003  SALES ', textOf)).toEqual(['Sales abroad 2003'])
  expect(filterRows(rows, 'nobody', textOf)).toEqual([])
})

test('without a word, or before the list is there, nothing is left out', () => {
  expect(filterRows(rows, '  ', textOf)).toBe(rows)
  expect(filterRows(undefined, 'sales', textOf)).toBeUndefined()
})
