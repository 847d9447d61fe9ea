using System;

namespace Shop.Stock
{
    /// <summary>
    /// Counts what lies in a <see cref="Shelf"/>.
    /// </summary>
    /// <remarks>Slow.</remarks>
    [Serializable]
    public class Store<T> : IDisposable where T : class
    {
        /// <summary>Takes one thing out.</summary>
        /// <param name="name">what</param>
        public T Take(string name, int count = 1) => null;
        /// <summary>Hidden.</summary>
        void Grow() {}
        public int Size { get; set; }
        public void Dispose() {}
    }

    /// <summary>Where things lie.</summary>
    public interface IShelf { /// <summary>Its height in centimetres.</summary>
        int Height(); }

    public record Item(string Name);
}
