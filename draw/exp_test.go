package draw

import (
	"math"
	"math/big"
	"testing"
)

// places is the distance of got from want in units of want's last place.
func places(got, want float64) float64 {
	if got == want || (got != got && want != want) {
		return 0
	}
	return math.Abs(got-want) / (math.Nextafter(math.Abs(want), math.Inf(1)) - math.Abs(want))
}

func TestExpAndLogStayWithinALastPlaceOfMath(t *testing.T) {
	s := NewKey(31, 0).Stream()
	var worstExp, worstLog float64
	for i := range often(1_000_000) {
		x, y := (s.Float64()-0.5)*1400, math.Ldexp(s.Float64(), int(s.Uint64()%2000)-1000)
		if i%2 == 0 {
			x, y = s.Normal(), 1+0.1*(s.Float64()-0.5)
		}
		worstExp = max(worstExp, places(Exp(x), math.Exp(x)))
		worstLog = max(worstLog, places(Log(y), math.Log(y)))
	}
	if worstExp > 2 || worstLog > 2 {
		t.Errorf("%g last places off in Exp, %g in Log; each of the two sides may err by one", worstExp, worstLog)
	}
}

func TestLogSumHoldsMoreThanANumberCan(t *testing.T) {
	// Both parts of logSum, against the same sum in 200 bits by the series of artanh.
	s := NewKey(32, 0).Stream()
	for range often(2000) {
		x := 0.5 + 1.5*s.Float64()
		high, low := logSum(x)
		want := bigLog(x)
		got := new(big.Float).SetPrec(200).Add(big.NewFloat(high), big.NewFloat(low))
		diff, _ := new(big.Float).Quo(new(big.Float).Sub(got, want), want).Float64()
		if math.Abs(diff) > 0x1p-63 {
			t.Fatalf("log %g is off by 2^%.1f of itself", x, math.Log2(math.Abs(diff)))
		}
	}
}

// bigLog is the logarithm in 200 bits.
func bigLog(x float64) *big.Float {
	wide := func(x float64) *big.Float { return new(big.Float).SetPrec(200).SetFloat64(x) }
	s := new(big.Float).Quo(new(big.Float).Sub(wide(x), wide(1)), new(big.Float).Add(wide(x), wide(1)))
	s2 := new(big.Float).Mul(s, s)
	sum, power := wide(0), new(big.Float).Copy(s)
	for i := 1; i < 300; i += 2 {
		sum.Add(sum, new(big.Float).Quo(power, wide(float64(i))))
		power.Mul(power, s2)
	}
	return sum.Mul(sum, wide(2))
}

// bigExp is e^x in 200 bits, for x of moderate size.
func bigExp(x *big.Float) *big.Float {
	wide := func(x float64) *big.Float { return new(big.Float).SetPrec(200).SetFloat64(x) }
	x = new(big.Float).SetPrec(200).Quo(x, wide(1024))
	sum, power := wide(1), wide(1)
	for i := 1; i < 60; i++ {
		power.Quo(power.Mul(power, x), wide(float64(i)))
		sum.Add(sum, power)
	}
	for range 10 {
		sum.Mul(sum, sum)
	}
	return sum
}

func TestExpAndPowAreRightToALastPlace(t *testing.T) {
	s := NewKey(33, 0).Stream()
	wide := func(x float64) *big.Float { return new(big.Float).SetPrec(200).SetFloat64(x) }
	for range often(3000) {
		x := (s.Float64() - 0.5) * 600
		if want, _ := bigExp(wide(x)).Float64(); places(Exp(x), want) > 1 {
			t.Errorf("Exp(%v) = %v, want %v", x, Exp(x), want)
		}
		base, power := 0.5+1.5*s.Float64(), (s.Float64()-0.5)*500
		product := new(big.Float).Mul(bigLog(base), wide(power))
		if want, _ := bigExp(product).Float64(); places(Pow(base, power), want) > 1 {
			t.Errorf("Pow(%v, %v) = %v, want %v", base, power, Pow(base, power), want)
		}
	}
}

func TestPowerIsPow(t *testing.T) {
	s := NewKey(35, 0).Stream()
	for _, y := range []float64{0.5, 0.625, 0.8, 0.999, 1, 1.6} {
		power := NewPower(y)
		worst := 0.0
		for range often(100_000) {
			x := math.Ldexp(1+s.Float64(), int(s.Uint64()%300)-250)
			worst = max(worst, places(power.Of(x), Pow(x, y)))
		}
		if worst > 6 {
			t.Errorf("power %g is %g last places off", y, worst)
		}
		for _, x := range []float64{0, 1e-320, 1, math.MaxFloat64} {
			if got, want := power.Of(x), Pow(x, y); math.Abs(got-want) > 1e-12*want {
				t.Errorf("%g to the power %g is %g, want %g", x, y, got, want)
			}
		}
	}
}

func TestExpLogAndPowAtTheEdges(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, x := range []float64{0, 1, -1, 709.78, 709.79, 710, -708.5, -740, -745.13, -745.14, -746, inf, -inf, nan, 5e-324, 1e300, -1e300} {
		if got, want := Exp(x), math.Exp(x); places(got, want) > 1 {
			t.Errorf("Exp(%v) = %v, want %v", x, got, want)
		}
	}
	for _, x := range []float64{0, 1, 0.5, 2, math.E, 0x1p-1022, math.MaxFloat64, inf, -1, -inf, nan, math.Nextafter(1, 0), math.Nextafter(1, 2)} {
		if got, want := Log(x), math.Log(x); places(got, want) > 1 {
			t.Errorf("Log(%v) = %v, want %v", x, got, want)
		}
	}
	// Below 2^-1022 math.Log itself is wrong on some processors.
	if got, want := Log(5e-324), -1074*math.Ln2; places(got, want) > 1 {
		t.Errorf("Log of the smallest number is %v, want %v", got, want)
	}
	for _, x := range []float64{0, 1, 0.3, 7, 1e300, inf, nan} {
		// math.Pow multiplies its way up to large powers and loses places; the
		// test above has the exact values.
		for _, y := range []float64{0, 1, 0.5, -0.5, 2, -2, 300, -300, 1e-300, inf, -inf, nan} {
			if got, want := Pow(x, y), math.Pow(x, y); places(got, want) > 64 {
				t.Errorf("Pow(%v, %v) = %v, want %v", x, y, got, want)
			}
		}
	}
	if !math.IsNaN(Pow(-1, 2)) {
		t.Error("powers of negative numbers are not offered")
	}
}

func TestLog1pKeepsSmallNumbers(t *testing.T) {
	for _, x := range []float64{0, 1e-300, 1e-17, -1e-16, 1e-9, -1e-9, 1e-3, -0.3, 0.5, -0.999} {
		if got, want := log1p(x), math.Log1p(x); places(got, want) > 4 {
			t.Errorf("log1p(%v) = %v, want %v", x, got, want)
		}
	}
}

func TestTablesHoldWhatTheySay(t *testing.T) {
	wide := func(x float64) *big.Float { return new(big.Float).SetPrec(200).SetFloat64(x) }
	check := func(name string, i int, high, low float64, want *big.Float) {
		got := new(big.Float).SetPrec(200).Add(wide(high), wide(low))
		if diff, _ := new(big.Float).Sub(got, want).Float64(); math.Abs(diff) > 0x1p-94 {
			t.Errorf("%s %d is off by %g", name, i, diff)
		}
	}
	ln2 := new(big.Float).Neg(bigLog(0.5))
	check("ln 2", 0, ln2High, ln2Low, ln2)
	check("ln 2 / 32", 0, ln2StepHigh, ln2StepLow, new(big.Float).Quo(ln2, wide(32)))
	for i, e := range expTable {
		check("2^(i/32)", i, e[0], e[1], bigExp(new(big.Float).Mul(ln2, wide(float64(i)/32))))
	}
	for i, e := range logTable {
		check("log F", i, e[0], e[1], bigLog(float64(i+logFirst)/128))
	}
}

func TestStirlingSeriesIsTheRestOfLogGamma(t *testing.T) {
	for n := 1.0; n < 200; n++ {
		lg, _ := math.Lgamma(n + 1)
		want := lg - (0.5*math.Log(2*math.Pi*n) + n*math.Log(n) - n)
		if math.Abs(stirling(n)-want) > 1e-12 {
			t.Errorf("stirling(%g) = %.17g, want %.17g", n, stirling(n), want)
		}
	}
}

func BenchmarkExp(b *testing.B) {
	b.Run("haven", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			sink += Exp(float64(i&1023)*0.01 - 8)
		}
	})
	b.Run("math", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			sink += math.Exp(float64(i&1023)*0.01 - 8)
		}
	})
}

func BenchmarkLog(b *testing.B) {
	b.Run("haven", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			sink += Log(float64(i&1023) + 0.5)
		}
	})
	b.Run("math", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			sink += math.Log(float64(i&1023) + 0.5)
		}
	})
}

func BenchmarkPow(b *testing.B) {
	b.Run("haven", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			sink += Pow(float64(i&1023)+0.5, 0.4)
		}
	})
	b.Run("math", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			sink += math.Pow(float64(i&1023)+0.5, 0.4)
		}
	})
}
