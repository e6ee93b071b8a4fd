package main

import "sort"

func sorted(names []string) []string {
	sort.Strings(names)
	return names
}

func mapKeys[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	return names
}

// nearest finds the name that was probably meant: one with few letters wrong.
func nearest(name string, known []string) string {
	best, least := "", len(name)/3+1
	for _, candidate := range sorted(append([]string(nil), known...)) {
		if d := distance(name, candidate, least); d <= least && candidate != name && (best == "" || d < least) {
			best, least = candidate, d
		}
	}
	return best
}

func nearestHint(name string, known []string) string {
	if meant := nearest(name, known); meant != "" {
		return `did you mean "` + meant + `"?`
	}
	return ""
}

// distance is the number of letters to insert, remove, replace or swap with
// the next one (optimal string alignment); anything above the bound will do
// when it is more.
func distance(a, b string, bound int) int {
	if d := len(a) - len(b); d > bound || -d > bound {
		return bound + 1
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
