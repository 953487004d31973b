package fit

import "math"

// matrix is a square matrix of a few dozen rows. Its few operations are written
// out because the libraries' use instructions that differ between processors,
// and a sample must not.
type matrix struct {
	n     int
	cells []float64
}

func newMatrix(n int) matrix { return matrix{n, make([]float64, n*n)} }

func (m matrix) at(i, j int) float64     { return m.cells[i*m.n+j] }
func (m matrix) set(i, j int, x float64) { m.cells[i*m.n+j] = x }
func (m matrix) add(i, j int, x float64) { m.cells[i*m.n+j] += x }

// cholesky is the lower triangle L with L*L' = m for a symmetric matrix (Cholesky's
// decomposition, row by row). A direction without variance, or below it by rounding, gets a
// zero column.
func (m matrix) cholesky() matrix {
	l := newMatrix(m.n)
	for i := range m.n {
		for j := range i + 1 {
			sum := m.at(i, j)
			for k := range j {
				sum -= float64(l.at(i, k) * l.at(j, k))
			}
			switch {
			case i == j && sum > 1e-12*m.at(i, i):
				l.set(i, i, math.Sqrt(sum))
			case i != j && l.at(j, j) > 0:
				l.set(i, j, sum/l.at(j, j))
			}
		}
	}
	return l
}

// times is the lower triangle times a vector.
func (m matrix) times(x []float64) []float64 {
	out := make([]float64, m.n)
	for i := range m.n {
		for k := range i + 1 {
			out[i] += float64(m.at(i, k) * x[k])
		}
	}
	return out
}

// solve gives x with L*L'*x = b for the lower triangle L.
func (m matrix) solve(b []float64) []float64 {
	x := append([]float64(nil), b...)
	for i := range m.n {
		for k := range i {
			x[i] -= float64(m.at(i, k) * x[k])
		}
		x[i] /= m.at(i, i)
	}
	for i := m.n - 1; i >= 0; i-- {
		for k := i + 1; k < m.n; k++ {
			x[i] -= float64(m.at(k, i) * x[k])
		}
		x[i] /= m.at(i, i)
	}
	return x
}
